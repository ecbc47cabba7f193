package io.spotagents.pictures;

import io.spotagents.hazard.HazardBook;
import io.spotagents.hazard.HazardView;
import io.spotagents.hazard.HazardWeights;
import io.spotagents.market.traces.Trace;
import io.spotagents.market.traces.TraceFolder;
import io.spotagents.model.Pool;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How often pools of an age are lost, and how often the book that watches them expects it. */
final class HazardByAge {

    private static final String SOURCE = "market";
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final double GAP_HOURS = Pictures.GAP.toSeconds() / 3_600.0;
    private static final double[] AGES = {0, 0.25, 0.5, 1, 2, 4, 8, 16, 48};
    private static final int LEARNING_SAMPLES = (int) (5 * 24 / GAP_HOURS);

    private final double[] hours = new double[AGES.length];
    private final double[] losses = new double[AGES.length];
    private final double[] expected = new double[AGES.length];

    private HazardByAge() {}

    static void draw(Path file, PrintStream out) throws IOException {
        HazardByAge figures = new HazardByAge();
        figures.watch(Pictures.market(6, Duration.ofDays(60), 7));
        XYChart chart = Paper.chart("hours since the pool came up", "losses per pool-hour");
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
        figures.add(chart, "happened", figures.losses, Paper.GRAY);
        figures.add(chart, "expected beforehand", figures.expected, Paper.BLUE);
        Paper.write(chart, file, "Losses per pool-hour by age of a pool");
        for (int bin = 0; bin < AGES.length; bin++) {
            out.printf(
                    "from %.2f h: %.0f h up, %.0f losses, %.3f an hour, expected %.3f%n",
                    AGES[bin],
                    figures.hours[bin],
                    figures.losses[bin],
                    figures.losses[bin] / figures.hours[bin],
                    figures.expected[bin] / figures.hours[bin]);
        }
    }

    private void add(XYChart chart, String name, double[] counts, Color color) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int bin = 0; bin < AGES.length; bin++) {
            double to = bin + 1 < AGES.length ? AGES[bin + 1] : 2 * AGES[bin];
            x.add(bin == 0 ? to / 2 : Math.sqrt(AGES[bin] * to));
            y.add(counts[bin] / hours[bin]);
        }
        XYSeries series = chart.addSeries(name, x, y);
        series.setLineColor(color).setLineStyle(Paper.thick());
        series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color);
    }

    private void watch(TraceFolder market) {
        HazardBook book = new HazardBook(HazardWeights.shipped());
        List<Trace> traces = market.traces();
        double[] age = new double[traces.size()];
        int samples = traces.get(0).samples();
        for (int sample = 0; sample + 1 < samples; sample++) {
            Instant now = BEGIN.plus(Pictures.GAP.multipliedBy(sample));
            for (int i = 0; i < age.length; i++) {
                age[i] = traces.get(i).count(sample) > 0 ? age[i] + GAP_HOURS : 0;
                tell(book, traces.get(i), sample, now);
            }
            if (sample >= LEARNING_SAMPLES) {
                note(book.at(now), traces, age, sample);
            }
        }
    }

    private static void tell(HazardBook book, Trace trace, int sample, Instant now) {
        Pool pool = trace.name().pool();
        boolean wasUp = sample > 0 && trace.count(sample - 1) > 0;
        if (trace.count(sample) > 0) {
            book.seenUp(SOURCE, pool, now);
        } else if (wasUp) {
            book.lost(SOURCE, pool, now);
        } else {
            book.seenDown(SOURCE, pool, now);
        }
    }

    private void note(HazardView view, List<Trace> traces, double[] age, int sample) {
        for (int i = 0; i < age.length; i++) {
            Trace trace = traces.get(i);
            if (trace.count(sample) > 0) {
                int bin = bin(age[i] - GAP_HOURS / 2);
                hours[bin] += GAP_HOURS;
                losses[bin] += trace.count(sample + 1) > 0 ? 0 : 1;
                expected[bin] += GAP_HOURS * view.perHour(SOURCE, trace.name().pool());
            }
        }
    }

    private static int bin(double age) {
        int bin = AGES.length - 1;
        while (AGES[bin] > age) {
            bin--;
        }
        return bin;
    }
}
