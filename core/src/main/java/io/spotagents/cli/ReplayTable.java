package io.spotagents.cli;

import io.spotagents.sim.PolicyScore;
import io.spotagents.sim.PredictorScore;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a replay, under the names that its file and its table share. */
final class ReplayTable {

    private ReplayTable() {}

    static Map<String, Object> figures(PolicyScore score) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("policy", score.policy());
        row.put("usdPerUsefulHour", score.cost().usdPerUsefulHour());
        row.put("timesLowerBound", score.cost().timesLowerBound());
        row.put("workLostPct", score.losses().workLostPct());
        row.put("makespanMeanHours", score.makespan().meanHours());
        row.put("makespanP95Hours", score.makespan().p95Hours());
        row.put("neverFinishedPct", score.makespan().neverFinishedPct());
        row.put("worstSimultaneousLossMeanPct", score.losses().worstSimultaneousMeanPct());
        row.put("failedLaunchesPerOutage", score.losses().failedLaunchesPerOutage());
        row.put("onDemandSharePct", score.cost().onDemandSharePct());
        row.put("decisionP99Millis", score.decisionP99Millis());
        return row;
    }

    /** With what a deadline adds. */
    static Map<String, Object> figuresInTime(PolicyScore score) {
        Map<String, Object> row = figures(score);
        row.put("deadlineMissedPct", score.makespan().missedPct());
        return row;
    }

    static void printMissed(List<PolicyScore> scores, PrintWriter out) {
        out.println("policy           deadlines missed %");
        scores.forEach(
                score ->
                        out.println(
                                String.format(
                                        Locale.ROOT,
                                        "%-15s %19.1f",
                                        score.policy(),
                                        score.makespan().missedPct())));
        out.flush();
    }

    static Map<String, Object> figures(PredictorScore score) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("predictor", score.predictor());
        row.put("auc15", score.quarterHour().auc());
        row.put("auc60", score.hour().auc());
        row.put("brier15", score.quarterHour().brier());
        row.put("calibrationError15", score.quarterHour().calibrationError());
        row.put("brier60", score.hour().brier());
        row.put("calibrationError60", score.hour().calibrationError());
        row.put("auc15Interval", List.of(score.auc15().low(), score.auc15().high()));
        row.put("auc60Interval", List.of(score.auc60().low(), score.auc60().high()));
        return row;
    }

    static void printPredictors(List<PredictorScore> scores, PrintWriter out) {
        out.println("predictor            AUC 15 min  AUC 1 h  Brier 15  calibration error 15");
        for (PredictorScore score : scores) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%-19s %11.3f %8.3f %9.4f %21.4f",
                            score.predictor(),
                            score.quarterHour().auc(),
                            score.hour().auc(),
                            score.quarterHour().brier(),
                            score.quarterHour().calibrationError()));
        }
        out.flush();
    }

    static void print(List<PolicyScore> scores, PrintWriter out) {
        out.println(
                "policy           $/useful h  x bound   lost %  hours mean    p95  never %  worst %"
                        + "  failed  on-demand %");
        for (PolicyScore score : scores) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%-15s %11.4f %8.3f %8.2f %11.2f %6.2f %8.1f %8.1f %7.1f %12.1f",
                            score.policy(),
                            score.cost().usdPerUsefulHour(),
                            score.cost().timesLowerBound(),
                            score.losses().workLostPct(),
                            score.makespan().meanHours(),
                            score.makespan().p95Hours(),
                            score.makespan().neverFinishedPct(),
                            score.losses().worstSimultaneousMeanPct(),
                            score.losses().failedLaunchesPerOutage(),
                            score.cost().onDemandSharePct()));
        }
        out.flush();
    }
}
