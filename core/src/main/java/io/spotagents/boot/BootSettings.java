package io.spotagents.boot;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What the start of an instance depends on.
 *
 * @param controllerUrl where instances reach the controller, with its path; http or https
 * @param controller the controller's id
 * @param bootDeadline the first lease: an instance whose agent has not renewed it by then ends
 * @param secret what its instances enroll with; empty if they show a signed document
 */
public record BootSettings(
        URI controllerUrl,
        UUID controller,
        Duration bootDeadline,
        Steps steps,
        Optional<LaunchSecret> secret) {

    public BootSettings {
        String scheme = String.valueOf(controllerUrl.getScheme());
        if (!scheme.matches("https?") || controllerUrl.getHost() == null) {
            throw new IllegalArgumentException(
                    "controllerUrl must be like https://jenkins.example.com/, not "
                            + controllerUrl);
        }
        if (bootDeadline.isNegative() || bootDeadline.isZero()) {
            throw new IllegalArgumentException(
                    "bootDeadline must be positive, not " + bootDeadline);
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
     * @param isCalled whether the controller starts the agent, over SSH as {@code user}: the
     *     instance makes itself ready and does not enroll. On Linux alone
     */
    public record Steps(
            String startScript, String user, String java, String jvmOptions, boolean isCalled) {

        /** The usual: a user of its own, and the Java that is found. */
        public static final Steps USUAL = new Steps("", "jenkins", "java", "");

        public Steps {
            startScript = startScript.replace("\r\n", "\n");
            requireWord("user", user, "[a-z_][a-z0-9_-]{0,31}|");
            requireWord("java", java, "[A-Za-z0-9_.:\\\\/ ()+-]+");
            requireWord("jvmOptions", jvmOptions, "[^\\r\\n`]*");
        }

        /** Of instances that enroll, and start their agent themselves. */
        public Steps(String startScript, String user, String java, String jvmOptions) {
            this(startScript, user, java, jvmOptions, false);
        }

        /** The same for instances whose agent the controller starts, as this user. */
        public Steps calledAs(String login) {
            return new Steps(startScript, login, java, jvmOptions, true);
        }

        private static void requireWord(String field, String value, String pattern) {
            if (!value.matches(pattern)) {
                throw new IllegalArgumentException(field + " cannot be \"" + value + "\"");
            }
        }
    }
}
