package io.spotagents.cost;

import io.spotagents.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What some instances cost, and what they would have cost on demand. Immutable. Amounts are rounded
 * for each instance, to a millionth of a dollar, and then added exactly, so parts always add up to
 * the whole.
 *
 * @param spent price of the time the instances were billed for
 * @param onDemand what the same time would have cost on demand
 * @param lost what reclaims took; part of {@code spent}, not beyond it
 * @param ready price of the time in which instances had nothing to do and were kept for work to
 *     come, at the last hourly price of each; part of {@code spent}
 * @param instances how many they were, and for how long
 */
public record CostSummary(Usd spent, Usd onDemand, Lost lost, Usd ready, Instances instances) {

    /** Of no instance. */
    public static final CostSummary NOTHING =
            new CostSummary(Usd.ZERO, Usd.ZERO, Lost.NOTHING, Usd.ZERO, Instances.NONE);

    /**
     * Work that was lost with its instance and has to be done again.
     *
     * @param money lost work at the last hourly price of its instance. Lost work is executor time,
     *     so this is exact with one executor and an upper bound with several, which share the price
     * @param work executor time
     */
    public record Lost(Usd money, Duration work) {

        /** Nothing was lost. */
        public static final Lost NOTHING = new Lost(Usd.ZERO, Duration.ZERO);

        public Lost plus(Lost other) {
            return new Lost(money.plus(other.money), work.plus(other.work));
        }
    }

    /**
     * Instances counted.
     *
     * @param running billed still
     * @param ended billed no more
     * @param clockWentBack how many of these were billed until before they began, as the clock that
     *     both were read from went back: their time counts as zero, so the sums are too low
     * @param ran billed time of all of them
     */
    public record Instances(long running, long ended, long clockWentBack, Duration ran) {

        /** No instance. */
        public static final Instances NONE = new Instances(0, 0, 0, Duration.ZERO);

        /** Billed time in hours. */
        public double hours() {
            return ran.toMillis() / (double) Duration.ofHours(1).toMillis();
        }

        public Instances plus(Instances other) {
            return new Instances(
                    running + other.running,
                    ended + other.ended,
                    clockWentBack + other.clockWentBack,
                    ran.plus(other.ran));
        }
    }

    /**
     * Sums entries up.
     *
     * @param now until when instances that still run are counted
     * @throws ArithmeticException if an amount is beyond nine trillion dollars
     */
    public static CostSummary of(List<LedgerEntry> entries, Instant now) {
        CostSummary sum = NOTHING;
        for (LedgerEntry entry : entries) {
            sum = sum.plus(of(entry, now));
        }
        return sum;
    }

    /** What on-demand would have cost more; negative if it would have cost less. */
    public Usd saved() {
        return onDemand.minus(spent);
    }

    public CostSummary plus(CostSummary other) {
        return new CostSummary(
                spent.plus(other.spent),
                onDemand.plus(other.onDemand),
                lost.plus(other.lost),
                ready.plus(other.ready),
                instances.plus(other.instances));
    }

    static CostSummary of(LedgerEntry entry, Instant now) {
        LedgerEntry.Rate rate = entry.rate();
        boolean runs = entry.ran().until().isEmpty();
        Instant end = entry.ran().until().orElse(now);
        Duration measured = Duration.between(entry.ran().from(), end);
        return new CostSummary(
                entry.spentUntil(end),
                entry.onDemandUntil(end),
                new Lost(rate.hourly().perHourFor(entry.lost()), entry.lost()),
                rate.hourly().perHourFor(entry.ran().ready()),
                new Instances(
                        runs ? 1 : 0,
                        runs ? 0 : 1,
                        measured.isNegative() ? 1 : 0,
                        entry.billed(end)));
    }
}
