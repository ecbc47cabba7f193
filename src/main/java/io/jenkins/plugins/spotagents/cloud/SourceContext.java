package io.jenkins.plugins.spotagents.cloud;

import io.spotagents.enrolment.UserDataSecrets;
import io.spotagents.fleet.FleetEvent;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What a source's provider gets from the controller.
 *
 * @param home directory for this source alone, which need not exist yet
 */
public record SourceContext(Path home, InstantSource time, Controller controller) {

    private static final Duration TRIED_AGAIN_AFTER = Duration.ofSeconds(20);

    /**
     * What a source has to know of the controller.
     *
     * @param id the same for ever
     * @param secrets makes secrets for launches whose instances show no signed document
     * @param fleet told of what a cloud says of instances; may be called from any thread
     */
    public record Controller(UUID id, UserDataSecrets secrets, Consumer<FleetEvent> fleet) {}

    /**
     * Why nothing may be launched until a person acts, outside of the source's own settings: so it
     * is tried again all the time.
     */
    static ProviderException untilMended(String message) {
        return new ProviderException(
                new Refusal(
                        Refusal.Kind.NOT_ALLOWED,
                        Refusal.Scope.ACCOUNT,
                        Optional.of(TRIED_AGAIN_AFTER),
                        message));
    }
}
