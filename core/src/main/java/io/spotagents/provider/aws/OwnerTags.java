package io.spotagents.provider.aws;

import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The tags that say whose an instance is. Readable by everybody who may describe instances. */
final class OwnerTags {

    static final String PREFIX = "spot-agents:";
    static final String CONTROLLER = PREFIX + "controller";
    static final String CLOUD = PREFIX + "cloud";
    static final String TEMPLATE = PREFIX + "template";
    static final String INTENT = PREFIX + "intent";
    static final String PURCHASE = PREFIX + "purchase";

    private OwnerTags() {}

    /** Of an instance. */
    static SortedMap<String, String> of(LaunchRequest request) {
        SortedMap<String, String> tags = ofVolumes(request);
        tags.put(INTENT, request.owner().intent().toString());
        tags.put(PURCHASE, request.pool().purchase().name());
        return tags;
    }

    /** Of what stands in a launch template, which launches share. */
    static SortedMap<String, String> ofVolumes(LaunchRequest request) {
        Owner owner = request.owner();
        SortedMap<String, String> tags = new TreeMap<>();
        tags.put(CONTROLLER, owner.controller().toString());
        tags.put(CLOUD, owner.template().cloud());
        tags.put(TEMPLATE, owner.template().template());
        tags.put("Name", owner.template().toString());
        return tags;
    }

    /** The owner; empty if the tags were changed so that they name none. */
    static Optional<Owner> owner(Map<String, String> tags) {
        try {
            return Optional.of(
                    new Owner(
                            UUID.fromString(tags.getOrDefault(CONTROLLER, "")),
                            new TemplateKey(
                                    tags.getOrDefault(CLOUD, ""), tags.getOrDefault(TEMPLATE, "")),
                            UUID.fromString(tags.getOrDefault(INTENT, ""))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** How an instance was bought, as far as EC2 itself cannot tell. */
    static Purchase purchase(Map<String, String> tags, boolean isSpot) {
        if (isSpot) {
            return Purchase.SPOT;
        }
        boolean isCommitment = Purchase.COMMITMENT.name().equals(tags.get(PURCHASE));
        return isCommitment ? Purchase.COMMITMENT : Purchase.ON_DEMAND;
    }
}
