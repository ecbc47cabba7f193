package io.jenkins.plugins.spotagents.agent;

import hudson.slaves.RetentionStrategy;
import java.io.Serial;
import java.io.Serializable;

/**
 * Leaves everything to the fleet loop, but for calling agents that do not call in by themselves.
 * Jenkins asks this under the Queue lock, where nothing slow may happen and minutes are the
 * shortest time it knows; a notice is shorter.
 */
final class FleetRetention extends RetentionStrategy<SpotComputer> implements Serializable {

    @Serial private static final long serialVersionUID = 1L;

    @Override
    public void start(SpotComputer computer) {
        if (computer.isLaunchSupported()) {
            computer.connect(false);
        }
    }

    @Override
    public long check(SpotComputer computer) {
        boolean isMissed =
                computer.isOffline() && !computer.isConnecting() && computer.isAcceptingTasks();
        if (isMissed && computer.isLaunchSupported()) {
            computer.tryReconnect();
        }
        return 1;
    }
}
