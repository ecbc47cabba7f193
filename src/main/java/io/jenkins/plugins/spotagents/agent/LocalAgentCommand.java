package io.jenkins.plugins.spotagents.agent;

import io.spotagents.boot.BootScript;
import io.spotagents.provider.Instance;
import io.spotagents.provider.local.BootCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jenkins.slaves.JnlpAgentReceiver;

/**
 * What an instance of the local source runs: Jenkins' own agent, calling in over websocket. The
 * secret goes by the environment into a file that only this user reads, since the command line is
 * visible to all.
 */
public final class LocalAgentCommand implements BootCommand {

    private static final String SECRET_VARIABLE = "SPOT_AGENTS_SECRET";

    private static final String SCRIPT =
            "umask 077; printf %s \"$"
                    + SECRET_VARIABLE
                    + "\" > secret; unset "
                    + SECRET_VARIABLE
                    + "; exec \"$0\" \"$@\"";

    private final Path agentJar;
    private final String rootUrl;

    /**
     * @param rootUrl where this controller is reached from this machine
     */
    public LocalAgentCommand(Path agentJar, String rootUrl) {
        this.agentJar = agentJar;
        this.rootUrl = rootUrl;
    }

    @Override
    public Command forInstance(Instance instance) {
        String name = NodeNames.of(instance);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, java));
        line.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        line.addAll(BootScript.TIMEOUTS);
        line.addAll(List.of("-jar", agentJar.toString(), "-url", rootUrl, "-name", name));
        line.addAll(List.of("-secret", "@secret", "-webSocket", "-workDir", "remoting"));
        return new Command(line, Map.of(SECRET_VARIABLE, JnlpAgentReceiver.SLAVE_SECRET.mac(name)));
    }
}
