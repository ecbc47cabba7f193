package io.spotagents.provider.gcp;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The labels that say whose an instance is. Readable by everybody who may list instances. */
final class OwnerLabels {

    static final String PREFIX = "spot-agents-";
    static final String CONTROLLER = PREFIX + "controller";
    static final String CLOUD = PREFIX + "cloud";
    static final String TEMPLATE = PREFIX + "template";
    static final String INTENT = PREFIX + "intent";
    static final String PURCHASE = PREFIX + "purchase";
    static final String OS = PREFIX + "os";

    private OwnerLabels() {}

    static SortedMap<String, String> of(LaunchRequest request) {
        Owner owner = request.owner();
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put(CONTROLLER, owner.controller().toString());
        labels.put(INTENT, owner.intent().toString());
        labels.putAll(LabelText.write(CLOUD, owner.template().cloud()));
        labels.putAll(LabelText.write(TEMPLATE, owner.template().template()));
        labels.putAll(LabelText.write(PURCHASE, lower(request.pool().purchase())));
        labels.put(OS, lower(request.pool().os()));
        return labels;
    }

    /** The owner; empty if the labels were changed so that they name none. */
    static Optional<Owner> owner(Map<String, String> labels) {
        try {
            return Optional.of(
                    new Owner(
                            UUID.fromString(labels.getOrDefault(CONTROLLER, "")),
                            new TemplateKey(
                                    LabelText.read(CLOUD, labels),
                                    LabelText.read(TEMPLATE, labels)),
                            UUID.fromString(labels.getOrDefault(INTENT, ""))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** How an instance was bought, as far as Compute Engine itself cannot tell. */
    static Purchase purchase(Map<String, String> labels, boolean isSpot) {
        if (isSpot) {
            return Purchase.SPOT;
        }
        boolean isCommitment =
                LabelText.write(PURCHASE, lower(Purchase.COMMITMENT))
                        .get(PURCHASE)
                        .equals(labels.get(PURCHASE));
        return isCommitment ? Purchase.COMMITMENT : Purchase.ON_DEMAND;
    }

    static OperatingSystem os(Map<String, String> labels) {
        boolean isWindows = lower(OperatingSystem.WINDOWS).equals(labels.get(OS));
        return isWindows ? OperatingSystem.WINDOWS : OperatingSystem.LINUX;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
