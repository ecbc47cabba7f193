package io.spotagents.provider.local;

import io.spotagents.model.Usd;
import java.time.Duration;
import java.util.Optional;

/** A pool in which nothing happens: one price, one stock, no reclaims. */
public record CalmScript(Usd price, int instances) implements PoolScript {

    @Override
    public Usd hourlyPrice(Duration at) {
        return price;
    }

    @Override
    public int stock(Duration at) {
        return instances;
    }

    @Override
    public Optional<PoolReclaim> nextReclaim(Duration after) {
        return Optional.empty();
    }
}
