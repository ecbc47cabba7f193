package io.jenkins.plugins.spotagents.agent;

import hudson.slaves.RetentionStrategy;
import java.io.Serial;
import java.io.Serializable;

/**
 * Leaves everything to the fleet loop. Jenkins asks this under the Queue lock, where nothing slow
 * may happen and minutes are the shortest time it knows; a notice is shorter.
 */
final class FleetRetention extends RetentionStrategy<SpotComputer> implements Serializable {

    @Serial private static final long serialVersionUID = 1L;

    @Override
    public long check(SpotComputer computer) {
        return 60;
    }
}
