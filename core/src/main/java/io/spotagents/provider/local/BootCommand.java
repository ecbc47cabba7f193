package io.spotagents.provider.local;

import io.spotagents.provider.Instance;
import io.spotagents.provider.ProviderException;
import java.util.List;
import java.util.Map;

/**
 * What an instance runs once it has booted: the process of its agent. When that process exits, the
 * instance ends.
 */
@FunctionalInterface
public interface BootCommand {

    /**
     * Called once per instance, while it is launched.
     *
     * @throws ProviderException if an instance would boot in vain, so that none may be launched
     */
    Command forInstance(Instance instance) throws ProviderException;

    /**
     * A program with its arguments, run in the instance's own empty directory.
     *
     * @param line visible to every user of the machine: what is secret goes into the environment
     * @param environment added to a small set of the controller's own variables, such as PATH; the
     *     instance's id and directory are added to it
     */
    record Command(List<String> line, Map<String, String> environment) {
        public Command {
            if (line.isEmpty()) {
                throw new IllegalArgumentException("line must name a program");
            }
            line = List.copyOf(line);
            environment = Map.copyOf(environment);
        }

        public static Command of(String... line) {
            return new Command(List.of(line), Map.of());
        }
    }
}
