package io.spotagents.market.generated;

import io.spotagents.market.traces.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The figures that a market is known by, measured on samples of it: a recorded market and a
 * generated one are measured alike. Several markets may be added up. All traces of one market have
 * the same gap. Not thread-safe.
 */
public final class MarketFigures {

    /** Ages in hours between which losses are counted; the last reaches to any age. */
    static final double[] AGES = {0, 0.25, 0.5, 1, 2, 4, 8, 16, 48, Double.MAX_VALUE};

    static final double CALM_LOSSES_PER_DAY = 5;

    private static final Duration TOGETHER = Duration.ofMinutes(15);

    private final double[] upHours = new double[AGES.length - 1];
    private final double[] losses = new double[AGES.length - 1];
    private final List<Double> outages = new ArrayList<>();
    private final List<Double> unfinishedOutages = new ArrayList<>();
    private final List<Double> availabilities = new ArrayList<>();
    private final Mean correlationInRegion = new Mean();
    private final Mean correlationAcross = new Mean();
    private final Mean lostTogether = new Mean();
    private final Mean lostTogetherByChance = new Mean();
    private final Mean calmLostTogether = new Mean();
    private final Mean calmLostTogetherByChance = new Mean();
    private double returns;
    private double relapses;
    private int spells;

    /** Adds a market, whose traces begin at the same moment and are equally long. */
    public void add(List<Trace> market) {
        market.forEach(this::addPool);
        for (int one = 0; one < market.size(); one++) {
            for (int other = one + 1; other < market.size(); other++) {
                addPair(market.get(one), market.get(other));
            }
        }
    }

    /** Losses per hour up, by the age of the spell: one figure for each of {@link #AGES}. */
    public double[] lossesPerHour() {
        double[] rates = new double[losses.length];
        Arrays.setAll(rates, age -> losses[age] / upHours[age]);
        return rates;
    }

    /** Share of the outages that last longer; those that outlast the market count if they do. */
    public double stillDownAfter(Duration time) {
        double hours = Hours.of(time);
        double longer = outages.stream().filter(outage -> outage > hours).count();
        double longerThanSeen = unfinishedOutages.stream().filter(o -> o > hours).count();
        return (longer + longerThanSeen) / (outages.size() + longerThanSeen);
    }

    /** Share of the pools that come back and are lost again within 15 minutes. */
    public double relapseShare() {
        return relapses / returns;
    }

    public double correlationInRegion() {
        return correlationInRegion.value();
    }

    public double correlationAcrossRegions() {
        return correlationAcross.value();
    }

    /** How often two zones of a region lose in the same 15 minutes, against mere chance. */
    public double lostTogetherRatio() {
        return lostTogether.value() / lostTogetherByChance.value();
    }

    /** The same among zones that both lose at most {@link #CALM_LOSSES_PER_DAY} times a day. */
    public double calmLostTogetherRatio() {
        return calmLostTogether.value() / calmLostTogetherByChance.value();
    }

    public double availability() {
        return availabilities.stream().mapToDouble(share -> share).average().orElseThrow();
    }

    /** Standard deviation of the availability between pools. */
    public double availabilityDeviation() {
        double mean = availability();
        return Math.sqrt(
                availabilities.stream()
                        .mapToDouble(share -> (share - mean) * (share - mean))
                        .average()
                        .orElseThrow());
    }

    /** Spells a pool is up, a day. */
    public double spellsPerDay() {
        double days = Arrays.stream(upHours).sum() / 24 / availability();
        return spells / days;
    }

    private void addPool(Trace trace) {
        int begin = 0;
        int up = 0;
        for (int at = 0; at <= trace.samples(); at++) {
            boolean ends =
                    at == trace.samples() || (trace.count(at) > 0) != (trace.count(begin) > 0);
            if (ends) {
                up += trace.count(begin) > 0 ? at - begin : 0;
                addStretch(trace, begin, at);
                begin = at;
            }
        }
        availabilities.add((double) up / trace.samples());
    }

    private void addStretch(Trace trace, int begin, int end) {
        if (begin == 0) {
            return; // nobody saw it begin
        }
        double hours = Hours.of(trace.gap()) * (end - begin);
        boolean isOver = end < trace.samples();
        if (trace.count(begin) == 0) {
            (isOver ? outages : unfinishedOutages).add(hours);
            return;
        }
        spells++;
        for (int age = 0; age < losses.length; age++) {
            upHours[age] += Math.max(0, Math.min(hours, AGES[age + 1]) - AGES[age]);
        }
        if (isOver) {
            losses[ageAt(hours)]++;
        }
        boolean isRelapse = hours <= AGES[1];
        if (isOver || !isRelapse) {
            returns++;
            relapses += isRelapse ? 1 : 0;
        }
    }

    private static int ageAt(double hours) {
        int age = 0;
        while (hours > AGES[age + 1]) {
            age++;
        }
        return age;
    }

    private void addPair(Trace one, Trace other) {
        boolean isNear = one.name().region().equals(other.name().region());
        double correlation = correlation(one, other);
        if (Double.isFinite(correlation)) {
            (isNear ? correlationInRegion : correlationAcross).add(correlation);
        }
        if (isNear) {
            addLosses(lossesByQuarter(one), lossesByQuarter(other), Hours.of(one.length()) / 24);
        }
    }

    private void addLosses(boolean[] one, boolean[] other, double days) {
        double both = 0;
        for (int quarter = 0; quarter < one.length; quarter++) {
            both += one[quarter] && other[quarter] ? 1 : 0;
        }
        double byChance = count(one) * count(other) / one.length;
        lostTogether.add(both);
        lostTogetherByChance.add(byChance);
        if (Math.max(count(one), count(other)) <= CALM_LOSSES_PER_DAY * days) {
            calmLostTogether.add(both);
            calmLostTogetherByChance.add(byChance);
        }
    }

    private static double correlation(Trace one, Trace other) {
        double n = one.samples();
        double ones = 0;
        double others = 0;
        double both = 0;
        for (int at = 0; at < one.samples(); at++) {
            boolean isOne = one.count(at) > 0;
            boolean isOther = other.count(at) > 0;
            ones += isOne ? 1 : 0;
            others += isOther ? 1 : 0;
            both += isOne && isOther ? 1 : 0;
        }
        double covariance = both / n - ones / n * others / n;
        return covariance / Math.sqrt(ones / n * (1 - ones / n) * others / n * (1 - others / n));
    }

    private static boolean[] lossesByQuarter(Trace trace) {
        int samples = (int) Math.round((double) TOGETHER.toMillis() / trace.gap().toMillis());
        boolean[] lost = new boolean[trace.samples() / samples + 1];
        for (int at = 1; at < trace.samples(); at++) {
            lost[at / samples] |= trace.count(at) == 0 && trace.count(at - 1) > 0;
        }
        return lost;
    }

    private static double count(boolean[] flags) {
        double count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count;
    }

    private static final class Mean {
        private double sum;
        private int count;

        void add(double value) {
            sum += value;
            count++;
        }

        double value() {
            return sum / count;
        }
    }
}
