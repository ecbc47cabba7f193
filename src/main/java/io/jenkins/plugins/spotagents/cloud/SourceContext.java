package io.jenkins.plugins.spotagents.cloud;

import io.spotagents.enrolment.UserDataSecrets;
import io.spotagents.fleet.FleetEvent;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What a source's provider gets from the controller.
 *
 * @param home directory for this source alone, which need not exist yet
 */
public record SourceContext(Path home, InstantSource time, Controller controller) {

    /**
     * What a source has to know of the controller.
     *
     * @param id the same for ever
     * @param secrets makes secrets for launches whose instances show no signed document
     * @param fleet told of what a cloud says of instances; may be called from any thread
     */
    public record Controller(UUID id, UserDataSecrets secrets, Consumer<FleetEvent> fleet) {}
}
