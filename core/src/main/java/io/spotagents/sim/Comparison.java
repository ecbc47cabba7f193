package io.spotagents.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * One policy against another on the same starts. Intervals hold 95 % of the values when the days
 * that runs began on are drawn anew, since what happens within a day hangs together.
 *
 * @param cost what one paid for each hour of work done, divided by what the other paid
 * @param workLost the same of work lost; not a number if the other lost none
 */
public record Comparison(String policy, String against, Ratio cost, Ratio workLost) {

    private static final int DRAWS = 1_000;

    /** A ratio and where it may lie; both ends are NaN if all runs began on one day. */
    public record Ratio(double value, double low, double high) {}

    static Comparison of(
            String policy, List<RunResult> runs, String against, List<RunResult> others) {
        Random random = new Random(1);
        return new Comparison(
                policy,
                against,
                new Drawn(runs, others, run -> run.money().usd()).ratio(random),
                new Drawn(runs, others, run -> run.losses().workHours()).ratio(random));
    }

    /** A figure of two policies, each for an hour of work done. */
    private record Drawn(
            List<RunResult> runs, List<RunResult> others, ToDoubleFunction<RunResult> figure) {

        Ratio ratio(Random random) {
            List<List<Integer>> days = days();
            double value = of(days);
            if (days.size() < 2) {
                return new Ratio(value, Double.NaN, Double.NaN);
            }
            double[] drawn = new double[DRAWS];
            for (int draw = 0; draw < DRAWS; draw++) {
                drawn[draw] =
                        of(days.stream().map(d -> days.get(random.nextInt(days.size()))).toList());
            }
            Arrays.sort(drawn);
            return new Ratio(value, drawn[DRAWS / 40], drawn[DRAWS - 1 - DRAWS / 40]);
        }

        /** Positions of the runs that began on each day. */
        private List<List<Integer>> days() {
            Map<Long, List<Integer>> byDay = new TreeMap<>();
            for (int i = 0; i < runs.size(); i++) {
                long day = runs.get(i).start().getEpochSecond() / 86_400;
                byDay.computeIfAbsent(day, d -> new ArrayList<>()).add(i);
            }
            return List.copyOf(byDay.values());
        }

        private double of(List<List<Integer>> days) {
            return perUsefulHour(runs, days) / perUsefulHour(others, days);
        }

        private double perUsefulHour(List<RunResult> all, List<List<Integer>> days) {
            double sum = 0;
            double useful = 0;
            for (List<Integer> day : days) {
                for (int run : day) {
                    sum += figure.applyAsDouble(all.get(run));
                    useful += all.get(run).done().usefulHours();
                }
            }
            return sum / useful;
        }
    }
}
