package io.spotagents.sim;

import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A spot pool whose whole history is known: how many instances it holds at any moment, and at what
 * price.
 *
 * @param available instances that the pool holds in each interval of {@code gap}; {@link
 *     #UNLIMITED} where it is up and its depth is not known
 */
public record SimulatedPool(
        Pool pool, SpotPrice price, Usd onDemandPrice, Duration gap, int[] available) {

    /** More than anybody asks for. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** Traces begin here; the moment has no meaning of its own. */
    public static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private static final Size SIZE = new Size(8, 65_536);

    /** A pool whose price never changes. */
    public SimulatedPool(Pool pool, Usd price, Usd onDemandPrice, Duration gap, int[] available) {
        this(pool, SpotPrice.always(price), onDemandPrice, gap, available);
    }

    /** Until when the pool's history is known. */
    public Instant end() {
        return BEGIN.plus(gap.multipliedBy(available.length));
    }

    /** Instances that the pool holds at a moment; 0 before and after its history. */
    public int availableAt(Instant moment) {
        int index = index(moment);
        return index < 0 || index >= available.length ? 0 : available[index];
    }

    /** When it next holds fewer instances than now; empty if that never happens. */
    public Optional<Instant> nextDrop(Instant moment) {
        for (int i = Math.max(0, index(moment)); i < available.length; i++) {
            int after = i + 1 < available.length ? available[i + 1] : 0;
            if (after < available[i]) {
                return Optional.of(BEGIN.plus(gap.multipliedBy(i + 1)));
            }
        }
        return Optional.empty();
    }

    /** Number of the interval that a moment lies in; identifies a spell of being down, too. */
    public int index(Instant moment) {
        return (int) Math.floorDiv(Duration.between(BEGIN, moment).toMillis(), gap.toMillis());
    }

    /**
     * The first interval of the outage that a moment lies in: the spell up to it in which the pool
     * never held more than at that moment, so that one that is full counts as one that is down.
     */
    public int outage(Instant moment) {
        int index = Math.min(index(moment), available.length);
        int held = availableAt(moment);
        while (index > 0 && available[index - 1] <= held) {
            index--;
        }
        return index;
    }

    Offer spotOffer(Instant now) {
        return new Offer(pool, SIZE, Optional.of(price.at(now)), Optional.of(onDemandPrice), now);
    }

    /** The same capacity on demand, which is always there. */
    Offer onDemandOffer(Instant now) {
        return new Offer(
                pool.with(Purchase.ON_DEMAND),
                SIZE,
                Optional.of(onDemandPrice),
                Optional.of(onDemandPrice),
                now);
    }
}
