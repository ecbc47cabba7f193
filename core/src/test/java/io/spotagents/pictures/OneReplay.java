package io.spotagents.pictures;

import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.selection.RiskPriced;
import io.spotagents.sim.CloudRules;
import io.spotagents.sim.Rehearsals;
import io.spotagents.sim.Rehearsals.Moment;
import io.spotagents.sim.ReplayMarket;
import io.spotagents.sim.ReplayPlan;
import io.spotagents.sim.SimulatedPool;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Which pools a fleet stood in while it worked, what was taken from it, and what it left. */
final class OneReplay {

    private static final long SEED = 7;
    private static final int AGENTS = 100;
    private static final int UNITS = 16;
    private static final int STARTS = 40;

    /** One in which something happens. */
    private static final int RUN = 31;

    private static final Duration STEP = Duration.ofMinutes(2);

    private static final Duration LONGEST = Duration.ofHours(24);

    private final List<SimulatedPool> market;
    private final List<Moment> moments;
    private final Instant start;

    private OneReplay(List<SimulatedPool> market, List<Moment> moments) {
        this.market = market;
        this.moments = moments;
        this.start = moments.get(0).at();
    }

    static void draw(Path file, PrintStream out) throws IOException {
        List<SimulatedPool> market =
                ReplayMarket.of(
                        Pictures.market(3, Duration.ofDays(22), SEED), Optional.empty(), SEED);
        ReplayPlan plan =
                new ReplayPlan(market, Rehearsals.work(AGENTS, UNITS), CloudRules.AWS, LONGEST);
        List<Moment> moments = new Rehearsals(plan).watch(RiskPriced.Terms.USUAL, STARTS, RUN);
        OneReplay replay = new OneReplay(market, moments);
        XYChart chart = Paper.chart("hours since the start", "instances");
        replay.addPools(chart);
        out.println("reclaims: " + replay.addReclaims(chart));
        out.println("relief: " + replay.addRelief(chart));
        Paper.write(chart, file, "Instances of one replay by pool");
    }

    /** Stacked: each area is drawn over the larger one that holds it and what lies above it. */
    private void addPools(XYChart chart) {
        List<Pool> used = used();
        for (int top = used.size(); top >= 1; top--) {
            List<Pool> below = used.subList(0, top);
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            for (Moment moment : thinned()) {
                x.add(hours(moment.at()));
                y.add(below.stream().mapToDouble(pool -> held(moment, pool)).sum());
            }
            Pool pool = used.get(top - 1);
            XYSeries series = chart.addSeries(name(pool), x, y);
            Color color =
                    pool.purchase() == Purchase.SPOT ? Paper.POOLS.get(index(pool)) : Paper.GRAY;
            series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
            series.setFillColor(color);
            series.setLineColor(color).setLineStyle(Paper.thick());
            series.setMarker(SeriesMarkers.NONE);
        }
    }

    /** No more than can be told apart. */
    private List<Moment> thinned() {
        List<Moment> thinned = new ArrayList<>();
        Instant next = start;
        for (Moment moment : moments) {
            if (!moment.at().isBefore(next)) {
                thinned.add(moment);
                next = moment.at().plus(STEP);
            }
        }
        return thinned;
    }

    private int addReclaims(XYChart chart) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 1; i < moments.size(); i++) {
            Moment before = moments.get(i - 1);
            Moment after = moments.get(i);
            for (SimulatedPool pool : market) {
                if (held(before, pool.pool()) > 0 && isAnnounced(pool, before.at(), after.at())) {
                    x.add(hours(after.at()));
                    y.add(AGENTS * 1.1);
                }
            }
        }
        addMarks(chart, "a pool is taken back", new Marks(x, y, SeriesMarkers.CROSS, Paper.RED));
        return x.size();
    }

    private static boolean isAnnounced(SimulatedPool pool, Instant after, Instant upTo) {
        Duration notice = CloudRules.AWS.notice();
        return pool.availableAt(after.plus(notice)) > 0 && pool.availableAt(upTo.plus(notice)) == 0;
    }

    /** Where it begins to leave a pool that it holds. */
    private int addRelief(XYChart chart) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 1; i < moments.size(); i++) {
            List<Pool> before = moments.get(i - 1).left();
            Moment after = moments.get(i);
            if (after.left().stream().anyMatch(pool -> !before.contains(pool))) {
                x.add(hours(after.at()));
                y.add(AGENTS * 1.15);
            }
        }
        addMarks(
                chart,
                "it begins to leave one",
                new Marks(x, y, SeriesMarkers.TRIANGLE_DOWN, Paper.PURPLE));
        return x.size();
    }

    private static void addMarks(XYChart chart, String name, Marks marks) {
        if (marks.x.isEmpty()) {
            return;
        }
        XYSeries series = chart.addSeries(name, marks.x, marks.y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(marks.marker).setMarkerColor(marks.color);
    }

    private record Marks(List<Double> x, List<Double> y, Marker marker, Color color) {}

    /** Those that can be seen. */
    private List<Pool> used() {
        TreeSet<Pool> used = new TreeSet<>();
        for (Moment moment : thinned()) {
            moment.held().keySet().stream()
                    .filter(pool -> held(moment, pool) >= AGENTS / 20)
                    .forEach(used::add);
        }
        return List.copyOf(used);
    }

    private int index(Pool pool) {
        return market.stream().map(SimulatedPool::pool).toList().indexOf(pool);
    }

    private static String name(Pool pool) {
        return pool.place().zone() + (pool.purchase() == Purchase.SPOT ? "" : ", on demand");
    }

    private static int held(Moment moment, Pool pool) {
        return moment.held().getOrDefault(pool, 0);
    }

    private double hours(Instant at) {
        return Duration.between(start, at).toMillis() / 3_600_000.0;
    }
}
