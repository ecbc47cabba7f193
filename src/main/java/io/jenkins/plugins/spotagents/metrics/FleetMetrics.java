package io.jenkins.plugins.spotagents.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import hudson.Extension;
import hudson.model.PeriodicWork;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.spotagents.cost.CostSummary;
import io.spotagents.provider.Provider;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import jenkins.metrics.api.Metrics;
import jenkins.model.Jenkins;

/**
 * Keeps a gauge of each figure of each cloud in Jenkins' metrics, where their plugin is installed:
 *
 * <ul>
 *   <li>{@code spot-agents.CLOUD.instances}: instances that are billed now
 *   <li>{@code spot-agents.CLOUD.spent-usd}, {@code .saved-usd}, {@code .lost-usd}: as on the page
 *       of the cloud
 *   <li>{@code spot-agents.CLOUD.SOURCE.requests.ACTION}: requests sent since Jenkins started, by
 *       the cloud's own name of the action
 * </ul>
 *
 * Clouds, sources and actions come and go, so the set of gauges is brought up to date each minute;
 * each reads its figure when it is asked.
 */
@Extension(optional = true)
public final class FleetMetrics extends PeriodicWork {

    private static final String PREFIX = "spot-agents";

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.MINUTES.toMillis(1);
    }

    @Override
    public long getInitialDelay() {
        return TimeUnit.SECONDS.toMillis(10);
    }

    @Override
    protected void doRun() {
        SortedMap<String, Gauge<?>> wanted = gauges();
        MetricRegistry registry = Metrics.metricRegistry();
        Set<String> ours = new TreeSet<>(registry.getNames());
        ours.removeIf(name -> !name.startsWith(PREFIX + "."));
        ours.stream().filter(name -> !wanted.containsKey(name)).forEach(registry::remove);
        wanted.keySet().removeAll(ours);
        wanted.forEach(registry::register);
    }

    private static SortedMap<String, Gauge<?>> gauges() {
        SortedMap<String, Gauge<?>> gauges = new TreeMap<>();
        for (SpotCloud cloud : Jenkins.get().clouds.getAll(SpotCloud.class)) {
            money(cloud.name, gauges);
            cloud.validSources().stream()
                    .map(cloud::qualified)
                    .forEach(source -> requests(source, gauges));
        }
        return gauges;
    }

    private static void money(String cloud, SortedMap<String, Gauge<?>> gauges) {
        put(gauges, cloud, "instances", sum -> sum.instances().running());
        put(gauges, cloud, "spent-usd", sum -> sum.spent().dollars());
        put(gauges, cloud, "saved-usd", sum -> sum.saved().dollars());
        put(gauges, cloud, "lost-usd", sum -> sum.lost().money().dollars());
    }

    private static void put(
            SortedMap<String, Gauge<?>> gauges,
            String cloud,
            String name,
            ToDoubleFunction<CostSummary> figure) {
        Gauge<Double> gauge = () -> figure.applyAsDouble(summary(cloud));
        gauges.put(MetricRegistry.name(PREFIX, cloud, name), gauge);
    }

    private static CostSummary summary(String cloud) {
        return FleetRegistry.get()
                .costs()
                .map(report -> report.ofCloud(cloud))
                .orElse(CostSummary.NOTHING);
    }

    private static void requests(String source, SortedMap<String, Gauge<?>> gauges) {
        counts(source)
                .keySet()
                .forEach(
                        action -> {
                            Gauge<Long> gauge = () -> counts(source).getOrDefault(action, 0L);
                            String name = source.replace('/', '.');
                            gauges.put(
                                    MetricRegistry.name(PREFIX, name, "requests", action), gauge);
                        });
    }

    private static SortedMap<String, Long> counts(String source) {
        return FleetRegistry.get()
                .provider(source)
                .map(Provider::callCounts)
                .orElseGet(TreeMap::new);
    }
}
