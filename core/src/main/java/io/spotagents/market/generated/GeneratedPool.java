package io.spotagents.market.generated;

import io.spotagents.market.traces.Trace;
import io.spotagents.market.traces.TraceName;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that happens in one pool of a generated market. Moments are counted from the market's start;
 * one outside of the market is an {@link IndexOutOfBoundsException}. Immutable.
 *
 * @param spells when the pool is up, in order; between them it is down
 * @param signals when somebody is warned that the pool may be lost, in order; some without cause
 * @param prices for one hour of one instance, the first from the start on
 */
public record GeneratedPool(
        PoolSettings settings,
        Duration length,
        List<Spell> spells,
        List<Duration> signals,
        List<PricePoint> prices) {

    public GeneratedPool {
        spells = List.copyOf(spells);
        signals = List.copyOf(signals);
        prices = List.copyOf(prices);
    }

    public boolean isUp(Duration at) {
        return count(at) > 0;
    }

    /** Instances the pool holds, those running included; 0 while it is down. */
    public int count(Duration at) {
        requireWithin(at);
        int last = lastUpTo(spells, Spell::start, at);
        boolean isIn = last >= 0 && at.compareTo(spells.get(last).end()) < 0;
        return isIn ? spells.get(last).depth() : 0;
    }

    /** Price of one instance for one hour. */
    public Usd price(Duration at) {
        requireWithin(at);
        return prices.get(lastUpTo(prices, PricePoint::from, at)).hourlyPrice();
    }

    /** The first loss after a moment; empty if there is none before the market ends. */
    public Optional<Loss> nextLoss(Duration after) {
        int spell = Math.max(0, lastUpTo(spells, Spell::end, after) + 1);
        while (spell < spells.size()) {
            Optional<Loss> loss = lossAtTheEndOf(spell);
            if (loss.isPresent()) {
                return loss;
            }
            spell++;
        }
        return Optional.empty();
    }

    /** Every loss, in order. */
    public List<Loss> losses() {
        List<Loss> losses = new ArrayList<>();
        for (int spell = 0; spell < spells.size(); spell++) {
            lossAtTheEndOf(spell).ifPresent(losses::add);
        }
        return losses;
    }

    /** The last warning up to a moment, however old; empty if there was none. */
    public Optional<Duration> lastSignal(Duration at) {
        int last = lastUpTo(signals, signal -> signal, at);
        return last < 0 ? Optional.empty() : Optional.of(signals.get(last));
    }

    /** The pool as a recording would show it that looked once each gap, beginning at the start. */
    public Trace trace(Duration gap) {
        long samples = Math.max(1, length.dividedBy(gap));
        int[] counts = new int[Math.toIntExact(samples)];
        for (int sample = 0; sample < counts.length; sample++) {
            counts[sample] = count(gap.multipliedBy(sample));
        }
        String name = settings.pool().place().zone() + "_" + settings.pool().machineType();
        return new Trace(TraceName.parse(name), gap, counts);
    }

    private Optional<Loss> lossAtTheEndOf(int index) {
        Spell spell = spells.get(index);
        if (spell.end().compareTo(length) >= 0) {
            return Optional.empty();
        }
        boolean goesOn =
                index + 1 < spells.size() && spells.get(index + 1).start().equals(spell.end());
        int left = goesOn ? spells.get(index + 1).depth() : 0;
        return left < spell.depth()
                ? Optional.of(new Loss(spell.end(), spell.depth(), left))
                : Optional.empty();
    }

    private void requireWithin(Duration at) {
        if (at.isNegative() || at.compareTo(length) >= 0) {
            throw new IndexOutOfBoundsException(
                    at + " is outside of a market that lasts " + length);
        }
    }

    /** Position of the last element whose key is not after a moment; -1 if there is none. */
    private static <T> int lastUpTo(List<T> ordered, Function<T, Duration> key, Duration at) {
        int low = 0;
        int high = ordered.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (key.apply(ordered.get(middle)).compareTo(at) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /**
     * A time in which a pool is up and equally deep.
     *
     * @param end when it is lost, in whole or in part, or refilled; or when the market ends
     * @param depth instances it holds, at least 1
     */
    public record Spell(Duration start, Duration end, int depth) {
        public Spell {
            if (start.isNegative() || start.compareTo(end) >= 0) {
                throw new IllegalArgumentException("start " + start + " must be before " + end);
            }
            if (depth < 1) {
                throw new IllegalArgumentException("depth must be at least 1, not " + depth);
            }
        }
    }

    /**
     * A moment at which instances are taken back.
     *
     * @param before instances the pool held until then
     * @param left instances it holds from then on; 0 if everything is taken
     */
    public record Loss(Duration at, int before, int left) {}

    /** A price and the moment from which it holds. */
    public record PricePoint(Duration from, Usd hourlyPrice) {}
}
