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
 * @param cost what one paid, divided by what the other paid
 * @param workLost the same of work lost; NaN if the other lost none
 */
public record Comparison(String policy, String against, Ratio cost, Ratio workLost) {

    private static final int DRAWS = 1_000;

    /** A ratio and where it may lie. */
    public record Ratio(double value, double low, double high) {}

    static Comparison of(
            String policy, List<RunResult> runs, String against, List<RunResult> others) {
        Random random = new Random(1);
        return new Comparison(
                policy,
                against,
                ratio(runs, others, run -> run.money().usd(), random),
                ratio(runs, others, run -> run.losses().workHours(), random));
    }

    private static Ratio ratio(
            List<RunResult> runs,
            List<RunResult> others,
            ToDoubleFunction<RunResult> figure,
            Random random) {
        Map<Long, List<Integer>> byDay = new TreeMap<>();
        for (int i = 0; i < runs.size(); i++) {
            long day = runs.get(i).start().getEpochSecond() / 86_400;
            byDay.computeIfAbsent(day, d -> new ArrayList<>()).add(i);
        }
        List<List<Integer>> days = List.copyOf(byDay.values());
        double[] drawn = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            double own = 0;
            double other = 0;
            for (int i = 0; i < days.size(); i++) {
                for (int run : days.get(random.nextInt(days.size()))) {
                    own += figure.applyAsDouble(runs.get(run));
                    other += figure.applyAsDouble(others.get(run));
                }
            }
            drawn[draw] = own / other;
        }
        Arrays.sort(drawn);
        double value =
                runs.stream().mapToDouble(figure).sum() / others.stream().mapToDouble(figure).sum();
        return new Ratio(value, drawn[DRAWS / 40], drawn[DRAWS - 1 - DRAWS / 40]);
    }
}
