package io.jenkins.plugins.spotagents.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.function.Supplier;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellFactory;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * Listens for SSH on this machine in an instance's place, and runs what it is told as the user that
 * the test runs as.
 */
public final class SshDaemon implements AutoCloseable {

    public static final String PASSWORD = "of-the-test";

    private final SshServer server = SshServer.setUpDefaultServer();
    private final KeyPair hostKey = newKey();

    /**
     * @param instanceDirectory where the instance that is connected to keeps what it needs, as soon
     *     as somebody connects
     */
    public SshDaemon(Supplier<Path> instanceDirectory)
            throws IOException, GeneralSecurityException {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPasswordAuthenticator(
                (user, password, session) -> user.equals(login()) && password.equals(PASSWORD));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.setCommandFactory(
                (channel, command) -> {
                    String line =
                            "export SPOT_AGENTS_INSTANCE_DIR='"
                                    + instanceDirectory.get()
                                    + "'; "
                                    + command;
                    return new ProcessShellFactory(command, List.of("/bin/sh", "-c", line))
                            .createShell(channel);
                });
        server.start();
    }

    /** Who may log in. */
    public static String login() {
        return System.getProperty("user.name");
    }

    public int port() {
        return server.getPort();
    }

    /** Its public key, as in a file of public keys. */
    public String publicKey() {
        return PublicKeyEntry.toString(hostKey.getPublic());
    }

    /** The public key of somebody else. */
    public static String foreignKey() throws GeneralSecurityException {
        return PublicKeyEntry.toString(newKey().getPublic());
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
