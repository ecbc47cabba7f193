package io.spotagents.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The tags of a scale set: whose it is, and what was asked for. Whoever may read it sees them. */
final class OwnerTags {

    static final String PREFIX = "spot-agents:";
    static final String CONTROLLER = PREFIX + "controller";
    static final String CLOUD = PREFIX + "cloud";
    static final String TEMPLATE = PREFIX + "template";
    static final String INTENT = PREFIX + "intent";
    static final String PURCHASE = PREFIX + "purchase";
    static final String SYSTEM = PREFIX + "os";

    private OwnerTags() {}

    static SortedMap<String, String> of(LaunchRequest request) {
        Owner owner = request.owner();
        SortedMap<String, String> tags = new TreeMap<>();
        tags.put(CONTROLLER, owner.controller().toString());
        tags.put(CLOUD, owner.template().cloud());
        tags.put(TEMPLATE, owner.template().template());
        tags.put(INTENT, owner.intent().toString());
        tags.put(PURCHASE, request.pool().purchase().name());
        tags.put(SYSTEM, request.pool().os().name());
        return tags;
    }

    /** What tags tell; empty if they were changed so that they name no owner. */
    static Optional<Told> read(JsonNode tags) {
        try {
            Owner owner =
                    new Owner(
                            UUID.fromString(tags.path(CONTROLLER).asText()),
                            new TemplateKey(
                                    tags.path(CLOUD).asText(), tags.path(TEMPLATE).asText()),
                            UUID.fromString(tags.path(INTENT).asText()));
            return Optional.of(
                    new Told(
                            owner,
                            Purchase.valueOf(tags.path(PURCHASE).asText()),
                            OperatingSystem.valueOf(tags.path(SYSTEM).asText())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What the tags of a scale set tell. */
    record Told(Owner owner, Purchase purchase, OperatingSystem os) {}
}
