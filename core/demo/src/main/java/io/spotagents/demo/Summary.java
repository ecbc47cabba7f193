package io.spotagents.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.spotagents.cost.CostSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a demo ended.
 *
 * @param tests how many there were
 * @param results what the results say of them
 * @param cost what the instances cost, in the market's time
 */
record Summary(int tests, Results.Count results, Work work, CostSummary cost) {

    private static final String YES = "yes";

    /**
     * What was done.
     *
     * @param repeated tests handed out again
     * @param wall from the first launch to the last result
     */
    record Work(Losses.Counted losses, int repeated, Duration wall) {}

    boolean everyTestOnce() {
        return results.lost() == 0 && results.duplicated() == 0;
    }

    void writeTo(Path file) throws IOException {
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(file.toFile(), json());
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tests", tests);
        json.put("passed", results.passed());
        json.put("failed", results.failed());
        json.put("skipped", results.skipped());
        json.put("lost", results.lost());
        json.put("duplicated", results.duplicated());
        json.put("reclaims", work.losses().reclaims());
        json.put("instances", instances());
        json.put("repeated", work.repeated());
        json.put("lostWorkSeconds", seconds(work.losses().work()));
        json.put("costUsd", cost.spent().dollars());
        json.put("onDemandUsd", cost.onDemand().dollars());
        json.put("marketSpeed", DemoMarket.SPEED);
        json.put("wallSeconds", seconds(work.wall()));
        return json;
    }

    /** For people. */
    String text() {
        String once = everyTestOnce() ? YES : "NO";
        return String.join(
                "\n",
                line(
                        "every test exactly once",
                        "%s (lost %d, duplicated %d)",
                        once,
                        results.lost(),
                        results.duplicated()),
                line(
                        "tests",
                        "%,d: %,d passed, %,d failed, %,d skipped",
                        tests,
                        results.passed(),
                        results.failed(),
                        results.skipped()),
                line("reclaims survived", "%d", work.losses().reclaims()),
                line("instances used", "%d", instances()),
                line(
                        "work redone",
                        "%,d tests handed out again, %.1f s of work lost",
                        work.repeated(),
                        seconds(work.losses().work())),
                line(
                        "cost",
                        "$%.4f, on demand $%.4f: %s (market time: %.0f times the clock's)",
                        cost.spent().dollars(),
                        cost.onDemand().dollars(),
                        saved(),
                        DemoMarket.SPEED),
                line("wall time", "%.1f s", seconds(work.wall())));
    }

    private long instances() {
        return cost.instances().running() + cost.instances().ended();
    }

    private String saved() {
        double onDemand = cost.onDemand().dollars();
        double share = onDemand > 0 ? cost.saved().dollars() / onDemand : 0;
        return String.format(Locale.ROOT, "%.0f %% saved", 100 * share);
    }

    private static String line(String name, String format, Object... values) {
        return String.format(Locale.ROOT, "  %-24s ", name)
                + String.format(Locale.ROOT, format, values);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
