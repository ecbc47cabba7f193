package io.spotagents.provider.local;

import io.spotagents.model.Usd;
import java.time.Duration;
import java.util.Optional;

/** A pool that does what a test says. */
final class AdjustableScript implements PoolScript {

    private volatile int stock = 100;
    private volatile Optional<PoolReclaim> reclaim = Optional.empty();

    void stock(int instances) {
        stock = instances;
    }

    void reclaim(Duration noticeAt, Duration reclaimAt) {
        reclaim = Optional.of(new PoolReclaim(noticeAt, reclaimAt));
    }

    @Override
    public Usd hourlyPrice(Duration at) {
        return Usd.of(0.01);
    }

    @Override
    public int stock(Duration at) {
        return stock;
    }

    @Override
    public Optional<PoolReclaim> nextReclaim(Duration after) {
        return reclaim.filter(next -> next.reclaimAt().compareTo(after) > 0);
    }
}
