package io.spotagents.fleet;

import io.spotagents.model.Granularity;
import io.spotagents.model.Pool;
import io.spotagents.selection.Catalog;
import io.spotagents.selection.Outlook;
import io.spotagents.selection.PoolFacts;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What is known, with all pools of sources closed that do not even tell what exists: whoever asked
 * them one pool after the other would wait for each answer, and what work would cost there is no
 * reason to give up what works.
 *
 * @param silent names of such sources
 */
record WithoutSilent(Outlook known, Set<String> silent) implements Outlook {

    @Override
    public Optional<String> whyNot(String source, Pool pool) {
        return silent.contains(source)
                ? Optional.of("its source does not answer")
                : known.whyNot(source, pool);
    }

    @Override
    public double hazardPerHour(String source, Pool pool) {
        return known.hazardPerHour(source, pool);
    }

    @Override
    public int mostAtOnce(String source, Pool pool) {
        return silent.contains(source) ? 0 : known.mostAtOnce(source, pool);
    }

    @Override
    public double successProbability(String source, Pool pool, int count) {
        return known.successProbability(source, pool, count);
    }

    @Override
    public int held(String source, Pool pool) {
        return known.held(source, pool);
    }

    @Override
    public double speed(String source, Pool pool) {
        return known.speed(source, pool);
    }

    @Override
    public Granularity granularity(String source, Pool pool) {
        return known.granularity(source, pool);
    }

    @Override
    public OptionalDouble bootHours(String source, Pool pool) {
        return known.bootHours(source, pool);
    }

    @Override
    public double lossWithin(String source, Pool pool, Duration horizon) {
        return known.lossWithin(source, pool, horizon);
    }

    @Override
    public PoolFacts facts(Catalog catalog) {
        PoolFacts facts = known.facts(catalog);
        for (int row = 0; row < catalog.size(); row++) {
            if (silent.contains(catalog.source(row))) {
                facts.close(row);
            }
        }
        return facts;
    }
}
