package io.spotagents.sim;

import java.time.Duration;
import java.util.List;

/**
 * What happens to a run besides its market.
 *
 * @param front stands between the loop and the cloud
 * @param restarts how long after the start the controller loses all that it has in memory
 * @param windUp how long the run goes on after its work is done, so that the fleet can end itself
 */
record Script(Front front, List<Duration> restarts, Duration windUp) {

    /** Nothing but the market. */
    static final Script NONE = new Script((cloud, time) -> cloud, List.of(), Duration.ZERO);

    Script {
        restarts = List.copyOf(restarts);
    }

    /** Makes the provider that the loop calls out of the one that behaves. */
    interface Front {
        SimulatedProvider before(SimulatedProvider cloud, SimulatedTime time);
    }
}
