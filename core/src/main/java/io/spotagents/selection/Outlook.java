package io.spotagents.selection;

import io.spotagents.model.Granularity;
import io.spotagents.model.Pool;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was learned of pools up to the moment of a decision. Nothing in it calls a provider; asking
 * is cheap, since every pool of a catalog is asked about in every decision.
 */
public interface Outlook {

    /** Why a pool of a source is not to be asked now; empty if it may be. */
    Optional<String> whyNot(String source, Pool pool);

    /**
     * Reclaims to expect of a pool in the next hour that it is used; 0 if it is never reclaimed.
     */
    double hazardPerHour(String source, Pool pool);

    /** Most instances to ask of a pool in one call; 0 if it is not to be asked. */
    int mostAtOnce(String source, Pool pool);

    /** How likely it is that a pool grants so many instances; above 0, at most 1. */
    double successProbability(String source, Pool pool, int count);

    /** Instances that exist, or were asked for, and are not on their way out. */
    int held(String source, Pool pool);

    /**
     * How fast a pool's machines do our work; 1 is the reference, 2 takes half as long. Above 0.
     */
    default double speed(String source, Pool pool) {
        return 1;
    }

    /** In what steps the time of a pool's instances is billed. */
    default Granularity granularity(String source, Pool pool) {
        return Granularity.EXACT;
    }

    /** Hours from a launch until the agent works; empty if nothing is known of it there. */
    default OptionalDouble bootHours(String source, Pool pool) {
        return OptionalDouble.empty();
    }

    /** Probability that a pool that is up is reclaimed within a time from now. */
    default double lossWithin(String source, Pool pool, Duration horizon) {
        double hours = horizon.toMillis() / 3_600_000.0;
        return -Math.expm1(-hazardPerHour(source, pool) * hours);
    }

    /**
     * All of this for every pool of a catalog, the same as asking for each: a decision looks at
     * thousands of pools, of which few have a history.
     */
    default PoolFacts facts(Catalog catalog) {
        PoolFacts facts = new PoolFacts(catalog.size());
        for (int row = 0; row < catalog.size(); row++) {
            String source = catalog.source(row);
            Pool pool = catalog.pool(row);
            facts.asking(
                    row,
                    whyNot(source, pool).isEmpty(),
                    mostAtOnce(source, pool),
                    successProbability(source, pool, 1));
            facts.hazard(row, hazardPerHour(source, pool));
            facts.held(row, held(source, pool));
            facts.speed(row, speed(source, pool));
            facts.granularity(row, granularity(source, pool));
            facts.boot(row, bootHours(source, pool).orElse(PoolFacts.NOT_KNOWN));
        }
        return facts;
    }
}
