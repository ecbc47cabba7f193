package io.spotagents.fleet;

import io.spotagents.capacity.PoolCapacity;
import io.spotagents.model.Pool;
import io.spotagents.selection.Availability;
import java.time.Instant;
import java.util.Optional;

/** What is known of capacity at the moment of a decision. */
record CapacityNow(PoolCapacity capacity, Instant now) implements Availability {

    @Override
    public Optional<String> whyNot(String source, Pool pool) {
        return capacity.whyNot(source, pool, now);
    }

    @Override
    public int mostAtOnce(String source, Pool pool) {
        return capacity.mostAtOnce(source, pool, now).count();
    }

    @Override
    public double successProbability(String source, Pool pool, int count) {
        return capacity.successProbability(source, pool, count, now);
    }
}
