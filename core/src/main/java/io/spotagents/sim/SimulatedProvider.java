package io.spotagents.sim;

import io.spotagents.fleet.LaunchIntent;
import io.spotagents.provider.Provider;
import java.time.Duration;

/**
 * A provider as calls reach it in simulated time: a launch is decided on at the moment it is asked
 * for, and every answer takes its time. One that stands before another and changes what comes
 * through is how a scenario makes a cloud misbehave.
 */
interface SimulatedProvider extends Provider {

    /**
     * Decides on a launch; {@link #launch} fetches the reply once it has travelled. Answers how
     * long that takes.
     */
    Duration ask(LaunchIntent intent);

    /** How long any other call takes that is made at this moment. */
    Duration answersIn();
}
