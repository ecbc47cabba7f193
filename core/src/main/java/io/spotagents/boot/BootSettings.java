package io.spotagents.boot;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What the start of an instance depends on.
 *
 * @param controllerUrl where instances reach the controller, with its path; http or https
 * @param controller the controller's id
 */
public record BootSettings(
        BootCloud cloud, URI controllerUrl, UUID controller, Launch launch, Steps steps) {

    public BootSettings {
        String scheme = String.valueOf(controllerUrl.getScheme());
        if (!scheme.matches("https?") || controllerUrl.getHost() == null) {
            throw new IllegalArgumentException(
                    "controllerUrl must be like https://jenkins.example.com/, not "
                            + controllerUrl);
        }
    }

    /**
     * What instances are told of their launch.
     *
     * @param bootDeadline the first lease: an instance whose agent has not renewed it by then ends
     * @param intent its token; empty where launches share their text
     * @param secret what its instances enroll with; empty if they show what their cloud signs
     * @param more values for the cloud's own part of the script, by name, in lower case with
     *     underscores
     */
    public record Launch(
            Duration bootDeadline,
            Optional<UUID> intent,
            Optional<String> secret,
            SortedMap<String, String> more) {

        public Launch {
            if (bootDeadline.isNegative() || bootDeadline.isZero()) {
                throw new IllegalArgumentException(
                        "bootDeadline must be positive, not " + bootDeadline);
            }
            more = Collections.unmodifiableSortedMap(new TreeMap<>(more));
        }

        /** Of instances that show what their cloud signs. */
        public static Launch within(Duration bootDeadline) {
            return new Launch(bootDeadline, Optional.empty(), Optional.empty(), new TreeMap<>());
        }

        /** The same, of a launch that has a name. */
        public Launch of(UUID named) {
            return new Launch(bootDeadline, Optional.of(named), secret, more);
        }

        /** The same, of instances that show a secret. */
        public Launch with(String shown) {
            return new Launch(bootDeadline, intent, Optional.of(shown), more);
        }

        /** The same, with values for the cloud's own part. */
        public Launch with(SortedMap<String, String> values) {
            return new Launch(bootDeadline, intent, secret, values);
        }

        /** Without the secret, so that it cannot get into a log. */
        @Override
        public String toString() {
            return "launch " + intent.map(UUID::toString).orElse("without a name");
        }
    }

    /**
     * What an administrator may add.
     *
     * @param startScript run before the instance enrolls, by {@code sh} or as its first line says,
     *     by PowerShell on Windows; empty for none. The instance gives up if it fails
     * @param user whom the agent runs as on Linux, made if there is none of that name; empty is
     *     root
     * @param java the command that starts Java
     * @param jvmOptions of the agent, as on a command line
     */
    public record Steps(String startScript, String user, String java, String jvmOptions) {

        /** The usual: a user of its own, and the Java that is found. */
        public static final Steps USUAL = new Steps("", "jenkins", "java", "");

        public Steps {
            startScript = startScript.replace("\r\n", "\n");
            requireWord("user", user, "[a-z_][a-z0-9_-]{0,31}|");
            requireWord("java", java, "[A-Za-z0-9_.:\\\\/ ()+-]+");
            requireWord("jvmOptions", jvmOptions, "[^\\r\\n`]*");
        }

        private static void requireWord(String field, String value, String pattern) {
            if (!value.matches(pattern)) {
                throw new IllegalArgumentException(field + " cannot be \"" + value + "\"");
            }
        }
    }
}
