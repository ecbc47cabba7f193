package io.spotagents.hazard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Predictions of one horizon with what happened, and on which day. Grows while a run goes on; for
 * one thread.
 */
public final class Predictions {

    private static final double TAIL = 0.025;

    private double[] predicted = new double[1024];
    private boolean[] lost = new boolean[1024];
    private int[] day = new int[1024];
    private int size;

    /**
     * Adds a prediction.
     *
     * @throws IllegalArgumentException if it is no probability
     */
    public void add(int onDay, double probability, boolean wasLost) {
        PredictionScore.requireProbability("probability", probability);
        if (size == predicted.length) {
            predicted = Arrays.copyOf(predicted, size * 2);
            lost = Arrays.copyOf(lost, size * 2);
            day = Arrays.copyOf(day, size * 2);
        }
        predicted[size] = probability;
        lost[size] = wasLost;
        day[size] = onDay;
        size++;
    }

    public int size() {
        return size;
    }

    /**
     * How good they were.
     *
     * @throws IllegalArgumentException if there are none
     */
    public PredictionScore score() {
        return PredictionScore.of(Arrays.copyOf(predicted, size), Arrays.copyOf(lost, size));
    }

    /**
     * Where 95 % of a figure's values lie when whole days are drawn anew, with putting back: days,
     * as what happens within a day hangs together. Draws without a value (NaN) are left out.
     *
     * @param draws at least 1
     * @throws IllegalArgumentException if there are no predictions, or no draw had a value
     */
    public Interval interval(
            ToDoubleFunction<PredictionScore> figure, int draws, RandomGenerator random) {
        int[] order = sortedOrder();
        List<Integer> days = IntStream.range(0, size).mapToObj(i -> day[i]).distinct().toList();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < draws; i++) {
            double value = figure.applyAsDouble(drawn(order, days, random));
            if (!Double.isNaN(value)) {
                values.add(value);
            }
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no draw of days had a value");
        }
        values.sort(null);
        int last = values.size() - 1;
        return new Interval(
                values.get((int) Math.round(last * TAIL)),
                values.get((int) Math.round(last * (1 - TAIL))));
    }

    private int[] sortedOrder() {
        if (size == 0) {
            throw new IllegalArgumentException("there are no predictions");
        }
        return IntStream.range(0, size)
                .boxed()
                .sorted((a, b) -> Double.compare(predicted[a], predicted[b]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private PredictionScore drawn(int[] order, List<Integer> days, RandomGenerator random) {
        TreeMap<Integer, Integer> times = new TreeMap<>();
        for (int i = 0; i < days.size(); i++) {
            times.merge(days.get(random.nextInt(days.size())), 1, Integer::sum);
        }
        int[] repeat = IntStream.range(0, size).map(i -> times.getOrDefault(day[i], 0)).toArray();
        int total = Arrays.stream(repeat).sum();
        double[] drawnPredicted = new double[total];
        boolean[] drawnLost = new boolean[total];
        int next = 0;
        for (int row : order) {
            for (int i = 0; i < repeat[row]; i++) {
                drawnPredicted[next] = predicted[row];
                drawnLost[next] = lost[row];
                next++;
            }
        }
        return PredictionScore.ofSorted(drawnPredicted, drawnLost);
    }

    /** Both ends of an interval. */
    public record Interval(double low, double high) {
        public Interval {
            if (!(low <= high)) {
                throw new IllegalArgumentException("low must not be above high: " + low);
            }
        }
    }
}
