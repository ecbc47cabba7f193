package io.jenkins.plugins.spotagents.cloud;

import io.spotagents.enrolment.UserDataSecrets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;

/**
 * What a source's provider gets from the controller.
 *
 * @param home directory for this source alone, which need not exist yet
 */
public record SourceContext(Path home, InstantSource time, Controller controller) {

    /**
     * What instances have to know of the controller to enroll.
     *
     * @param id the same for ever
     * @param secrets makes secrets for launches whose instances show no signed document
     */
    public record Controller(UUID id, UserDataSecrets secrets) {}
}
