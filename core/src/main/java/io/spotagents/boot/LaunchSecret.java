package io.spotagents.boot;

import java.util.UUID;

/**
 * What the instances of one launch show instead of a signed document.
 *
 * @param intent token of the launch
 */
public record LaunchSecret(UUID intent, String secret) {

    /** Without the secret, so that it cannot get into a log. */
    @Override
    public String toString() {
        return "secret of launch " + intent;
    }
}
