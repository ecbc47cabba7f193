package io.spotagents.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A virtual machine of a scale set, as Azure tells it.
 *
 * @param id never used again
 * @param name in its resource group; may be used again
 * @param set name of the scale set, in lower case; empty if it is in none
 */
record Vm(String id, String name, String set, State state, Instant createdAt) {

    /** Azure gives up on a boot later than this, and on room for it much earlier. */
    private static final Duration CHILDHOOD = Duration.ofMinutes(7);

    /** What became of it. */
    enum State {
        CREATING,
        MADE,
        FAILED,
        DELETING
    }

    static Vm of(JsonNode told) {
        JsonNode properties = told.path("properties");
        String set = properties.path("virtualMachineScaleSet").path("id").asText("");
        return new Vm(
                properties.path("vmId").asText().toLowerCase(Locale.ROOT),
                told.path("name").asText(),
                set.substring(set.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT),
                state(properties.path("provisioningState").asText()),
                createdAt(properties.path("timeCreated").asText()));
    }

    Instance instance(ScaleSet set, Instant now) {
        return new Instance(id, set.pool(), set.owner(), instanceState(now), createdAt);
    }

    /**
     * Whether it never became an instance. One that Azure calls failed long after it was made may
     * work all the same: whether it is of use, its agent tells.
     */
    boolean isStillborn(Instant now) {
        return state == State.FAILED && createdAt.plus(CHILDHOOD).isAfter(now);
    }

    private InstanceState instanceState(Instant now) {
        return switch (state) {
            case CREATING -> InstanceState.BOOTING;
            case MADE -> InstanceState.RUNNING;
            case FAILED -> isStillborn(now) ? InstanceState.ENDING : InstanceState.RUNNING;
            case DELETING -> InstanceState.ENDING;
        };
    }

    private static State state(String told) {
        return switch (told) {
            case "Creating" -> State.CREATING;
            case "Failed", "Canceled" -> State.FAILED;
            case "Deleting" -> State.DELETING;
            default -> State.MADE;
        };
    }

    private static Instant createdAt(String told) {
        try {
            return Instant.parse(told);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
