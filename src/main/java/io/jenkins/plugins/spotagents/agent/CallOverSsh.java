package io.jenkins.plugins.spotagents.agent;

import hudson.model.TaskListener;
import hudson.slaves.ComputerLauncher;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import java.io.IOException;
import java.util.Optional;

/**
 * Starts agents over SSH, by the plugin SSH Build Agents, at the address that the provider tells of
 * their instance. It is written to disk with its node, so that agents are called again after a
 * restart.
 */
public final class CallOverSsh extends ComputerLauncher {

    private final String credentialsId;
    private final String hostKey;
    private final int port;
    private final String java;
    private final String jvmOptions;

    /** What the plugin made for the address that was known at the last call. */
    private transient volatile ComputerLauncher made;

    /**
     * @param credentialsId of Jenkins' credentials: a user name with a key or a password
     * @param hostKey the public key that each instance has to show, such as {@code ssh-ed25519
     *     AAAA...}; empty believes the one that an instance shows first, and holds it to that
     * @param port 1 to 65535
     * @param java the command that starts Java
     * @param jvmOptions of the agent
     */
    public CallOverSsh(
            String credentialsId, String hostKey, int port, String java, String jvmOptions) {
        this.credentialsId = credentialsId;
        this.hostKey = hostKey;
        this.port = port;
        this.java = java;
        this.jvmOptions = jvmOptions;
    }

    String credentialsId() {
        return credentialsId;
    }

    String hostKey() {
        return hostKey;
    }

    int port() {
        return port;
    }

    String java() {
        return java;
    }

    String jvmOptions() {
        return jvmOptions;
    }

    /**
     * Tries for some minutes while the instance boots; an address that comes late is waited for.
     */
    @Override
    public void launch(SlaveComputer computer, TaskListener listener)
            throws IOException, InterruptedException {
        Optional<String> address = address(computer);
        if (address.isEmpty()) {
            listener.getLogger().println(Messages.CallOverSsh_NoAddress());
        } else if (SshPlugin.isThere()) {
            ComputerLauncher launcher = SshPlugin.launcher(this, address.get());
            made = launcher;
            launcher.launch(computer, listener);
        } else {
            listener.error(Messages.CallOverSsh_NoPlugin());
        }
    }

    /** Whether it is known where its instance is reached. */
    boolean knowsAddress(SlaveComputer computer) {
        return address(computer).isPresent();
    }

    @Override
    public void beforeDisconnect(SlaveComputer computer, TaskListener listener) {
        ComputerLauncher launcher = made;
        if (launcher != null) {
            launcher.beforeDisconnect(computer, listener);
        }
    }

    @Override
    public void afterDisconnect(SlaveComputer computer, TaskListener listener) {
        ComputerLauncher launcher = made;
        if (launcher != null) {
            launcher.afterDisconnect(computer, listener);
        }
    }

    private static Optional<String> address(SlaveComputer computer) {
        return computer instanceof SpotComputer spot
                ? FleetRegistry.get().address(spot.instanceId())
                : Optional.empty();
    }
}
