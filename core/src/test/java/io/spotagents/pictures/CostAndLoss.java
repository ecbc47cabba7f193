package io.spotagents.pictures;

import io.spotagents.selection.RiskPriced;
import io.spotagents.sim.CloudRules;
import io.spotagents.sim.PolicyScore;
import io.spotagents.sim.Rehearsals;
import io.spotagents.sim.Replay;
import io.spotagents.sim.ReplayMarket;
import io.spotagents.sim.ReplayPlan;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What less lost work costs: our policy by wariness, and the yardsticks. */
final class CostAndLoss {

    private static final long SEED = 7;
    private static final int STARTS = 60;
    private static final double LABEL_ABOVE = 0.004;
    private static final double[] WARINESS = {0, 1, 2, 4, 8, 16};
    private static final List<String> YARDSTICKS =
            List.of("cheapest-up", "karpenter-like", "even-spread", "clairvoyant");

    private CostAndLoss() {}

    static void draw(Path file, PrintStream out) throws IOException {
        ReplayPlan plan =
                new ReplayPlan(
                        ReplayMarket.of(
                                Pictures.market(6, Duration.ofDays(22), SEED),
                                Optional.empty(),
                                SEED),
                        Rehearsals.work(100, 4),
                        CloudRules.AWS,
                        Duration.ofHours(24));
        XYChart chart = Paper.chart("work lost, in percent of the work done", "$ per useful hour");
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
        List<PolicyScore> ours = new ArrayList<>();
        for (double wariness : WARINESS) {
            RiskPriced.Terms usual = RiskPriced.Terms.USUAL;
            RiskPriced.Terms terms =
                    new RiskPriced.Terms(
                            usual.unitHours(),
                            usual.holdHours(),
                            usual.bootHours(),
                            wariness,
                            usual.margin());
            PolicyScore score = new Rehearsals(plan).score(terms, STARTS);
            tell(out, "wariness " + wariness, score);
            label(chart, String.valueOf((int) wariness), score);
            ours.add(score);
        }
        add(chart, "spot-agents, by wariness", ours, Paper.BLUE);
        Replay replay = new Replay(plan, SEED);
        List<Instant> starts = replay.starts(STARTS);
        List<PolicyScore> others = new ArrayList<>();
        for (String name : YARDSTICKS) {
            PolicyScore score = replay.score(name, starts, () -> 0, () -> {});
            tell(out, name, score);
            label(chart, name, score);
            others.add(score);
        }
        add(chart, "yardsticks", others, Paper.ORANGE)
                .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        fit(chart, ours, others);
        Paper.write(chart, file, "Cost against work lost");
    }

    /** From zero on, with room for labels; costs differ by too little to begin there. */
    private static void fit(XYChart chart, List<PolicyScore> ours, List<PolicyScore> others) {
        double[] costs =
                Stream.concat(ours.stream(), others.stream())
                        .mapToDouble(score -> score.cost().usdPerUsefulHour())
                        .sorted()
                        .toArray();
        double lost =
                Stream.concat(ours.stream(), others.stream())
                        .mapToDouble(score -> score.losses().workLostPct())
                        .max()
                        .orElseThrow();
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.1 * lost);
        chart.getStyler().setYAxisMin(0.97 * costs[0]);
        chart.getStyler().setYAxisMax(1.04 * costs[costs.length - 1]);
    }

    private static XYSeries add(XYChart chart, String name, List<PolicyScore> scores, Color color) {
        XYSeries series =
                chart.addSeries(
                        name,
                        scores.stream().map(score -> score.losses().workLostPct()).toList(),
                        scores.stream().map(score -> score.cost().usdPerUsefulHour()).toList());
        series.setLineColor(color).setLineStyle(Paper.thick());
        series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color);
        return series;
    }

    private static void label(XYChart chart, String text, PolicyScore score) {
        chart.addAnnotation(
                new AnnotationText(
                        text,
                        score.losses().workLostPct(),
                        score.cost().usdPerUsefulHour() + LABEL_ABOVE,
                        false));
    }

    private static void tell(PrintStream out, String name, PolicyScore score) {
        out.printf(
                "%s: $%.4f, lost %.2f %%, p95 %.2f h, on demand %.1f %%%n",
                name,
                score.cost().usdPerUsefulHour(),
                score.losses().workLostPct(),
                score.makespan().p95Hours(),
                score.cost().onDemandSharePct());
    }
}
