package io.spotagents.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What Azure is still doing after it accepted a request. It is looked at by ourselves, since the
 * SDK's poller loses the message, and of some operations the code.
 */
final class Operation {

    private static final String ACTION = "operations/get";
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration USUAL = Duration.ofSeconds(3);

    private final Arm arm;
    private final Pause pause;
    private final InstantSource time;

    Operation(Arm arm, Pause pause, InstantSource time) {
        this.arm = arm;
        this.pause = pause;
        this.time = time;
    }

    /** How far it came. */
    enum State {
        SUCCEEDED,
        FAILED,
        STILL_RUNNING
    }

    /**
     * What became of it.
     *
     * @param error why it failed; empty otherwise
     */
    record Outcome(State state, Optional<AzureRefusals.Told> error) {

        private static Outcome of(State state) {
            return new Outcome(state, Optional.empty());
        }
    }

    /**
     * Looks until it is done, or for so long. A look that fails is taken again.
     *
     * @param accepted the answer that told where to look
     */
    Outcome follow(String action, Arm.Answer accepted, Duration patience)
            throws InterruptedException {
        Optional<String> place = accepted.headers().operation();
        if (place.isEmpty()) {
            return Outcome.of(State.SUCCEEDED);
        }
        Instant until = time.instant().plus(patience);
        Duration wait = bounded(accepted.headers().retryAfter());
        while (!time.instant().plus(wait).isAfter(until)) {
            pause.of(wait);
            try {
                Arm.Answer look = arm.send(Arm.Ask.get(ACTION, place.get()));
                Outcome outcome = outcome(action, look);
                if (outcome.state() != State.STILL_RUNNING) {
                    return outcome;
                }
                wait = bounded(look.headers().retryAfter());
            } catch (ProviderException e) {
                if (e.refusal().kind() != Refusal.Kind.OUTCOME_UNKNOWN) {
                    return Outcome.of(State.STILL_RUNNING);
                }
            }
        }
        return Outcome.of(State.STILL_RUNNING);
    }

    private static Outcome outcome(String action, Arm.Answer look) {
        if (look.isError()) {
            return Outcome.of(State.STILL_RUNNING);
        }
        JsonNode body = look.body();
        return switch (body.path("status").asText()) {
            case "Succeeded" -> Outcome.of(State.SUCCEEDED);
            case "Failed", "Canceled" ->
                    new Outcome(
                            State.FAILED,
                            Optional.of(AzureRefusals.Told.later(action, body.path("error"))));
            default -> Outcome.of(State.STILL_RUNNING);
        };
    }

    private static Duration bounded(Optional<Duration> asked) {
        Duration wait = asked.orElse(USUAL);
        if (wait.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
