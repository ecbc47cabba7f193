package io.spotagents.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A pool at a price at a moment.
 *
 * @param hourlyPrice price of one instance for one hour; empty if it is not known
 * @param onDemandHourlyPrice what the same instance costs on demand; empty if it is not known
 * @param asOf when the price was observed at its source, not when it was read
 */
public record Offer(
        Pool pool,
        Size size,
        Optional<Usd> hourlyPrice,
        Optional<Usd> onDemandHourlyPrice,
        Instant asOf) {
    public Offer {
        requireNotNegative("hourlyPrice", hourlyPrice);
        requireNotNegative("onDemandHourlyPrice", onDemandHourlyPrice);
    }

    /** The price to reckon with: an unknown price counts as on-demand, never as zero. */
    public Optional<Usd> reckonedPrice() {
        return hourlyPrice.or(() -> onDemandHourlyPrice);
    }

    private static void requireNotNegative(String field, Optional<Usd> price) {
        if (price.isPresent() && price.get().micros() < 0) {
            throw new IllegalArgumentException(
                    field + " must not be negative, but is " + price.get());
        }
    }
}
