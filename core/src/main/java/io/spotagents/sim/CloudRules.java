package io.spotagents.sim;

import java.time.Duration;

/**
 * How a simulated cloud behaves beyond its markets.
 *
 * @param granted from asking for instances to the answer that grants them
 * @param refused from asking to the answer that there are none
 * @param boot from the grant to the agent's first word
 * @param notice from the notice of a reclaim to the reclaim
 * @param billedAtLeast shortest time that is billed
 */
public record CloudRules(
        Duration granted,
        Duration refused,
        Duration boot,
        Duration notice,
        Duration billedAtLeast) {

    /**
     * As on AWS: two minutes' notice, billed by the second after the first minute. That a refusal
     * takes 20 s and a boot 200 s is what the evaluation protocol prescribes.
     */
    public static final CloudRules AWS =
            new CloudRules(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(200),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(1));
}
