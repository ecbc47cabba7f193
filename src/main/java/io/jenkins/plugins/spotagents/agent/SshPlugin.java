package io.jenkins.plugins.spotagents.agent;

import hudson.plugins.sshslaves.SSHLauncher;
import hudson.plugins.sshslaves.verifiers.ManuallyProvidedKeyVerificationStrategy;
import hudson.plugins.sshslaves.verifiers.ManuallyTrustedKeyVerificationStrategy;
import hudson.plugins.sshslaves.verifiers.SshHostKeyVerificationStrategy;
import hudson.slaves.ComputerLauncher;
import io.spotagents.boot.BootScript;
import jenkins.model.Jenkins;

/** The plugin SSH Build Agents, which may not be installed. */
public final class SshPlugin {

    /** As an update site knows it. */
    static final String ID = "ssh-slaves";

    private static final int CONNECT_SECONDS = 15;
    private static final int RETRIES = 20;
    private static final int RETRY_SECONDS = 5;

    private SshPlugin() {}

    /** Whether it is installed and works. */
    public static boolean isThere() {
        return Jenkins.get().getPlugin(ID) != null;
    }

    /** A launcher of the plugin. Only if it is there. */
    static ComputerLauncher launcher(CallOverSsh call, String address) {
        return Loaded.launcher(call, address);
    }

    /** Apart, since it is made of classes of the plugin. */
    private static final class Loaded {

        private Loaded() {}

        static ComputerLauncher launcher(CallOverSsh call, String address) {
            SSHLauncher launcher = new SSHLauncher(address, call.port(), call.credentialsId());
            launcher.setJavaPath(call.java());
            launcher.setJvmOptions(call.jvmOptions());
            launcher.setPrefixStartSlaveCmd(BootScript.BEFORE_AGENT);
            launcher.setLaunchTimeoutSeconds(CONNECT_SECONDS);
            launcher.setMaxNumRetries(RETRIES);
            launcher.setRetryWaitTime(RETRY_SECONDS);
            launcher.setSshHostKeyVerificationStrategy(hostKeys(call.hostKey()));
            return launcher;
        }

        private static SshHostKeyVerificationStrategy hostKeys(String key) {
            return key.isEmpty()
                    ? new ManuallyTrustedKeyVerificationStrategy(false)
                    : new ManuallyProvidedKeyVerificationStrategy(key);
        }
    }
}
