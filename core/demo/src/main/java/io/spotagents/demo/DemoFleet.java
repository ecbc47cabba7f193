package io.spotagents.demo;

import io.spotagents.cost.CostSummary;
import io.spotagents.cost.LedgerEntry;
import io.spotagents.fleet.Agents;
import io.spotagents.fleet.FleetDriver;
import io.spotagents.fleet.FleetEvent;
import io.spotagents.fleet.FleetLoop;
import io.spotagents.fleet.FleetTimings;
import io.spotagents.fleet.Template;
import io.spotagents.fleet.Waiting;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Size;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.local.BootCommand;
import io.spotagents.provider.local.LocalProvider;
import io.spotagents.provider.local.LocalSettings;
import io.spotagents.selection.Need;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.selection.RiskPriced;
import io.spotagents.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** The fleet of the demo: the same loop, store and policy as in production, one local source. */
final class DemoFleet implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(DemoFleet.class.getName());
    private static final String SOURCE = "local";
    private static final TemplateKey TEMPLATE = new TemplateKey("demo", "tests");
    private static final Duration BOOT_TIME = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(30);

    /** Tests that have ended count, so a reclaim takes one test, and the way of its batch back. */
    private static final double UNIT_HOURS = 1 / 3_600.0;

    private static final Duration LAST_CALLS = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int CALLS_AT_ONCE = 4;

    private final InstantSource time;
    private final LocalProvider provider;
    private final Store store;
    private final ExecutorService calls = Executors.newFixedThreadPool(CALLS_AT_ONCE);
    private final FleetLoop loop;
    private final FleetDriver driver;

    /**
     * What the fleet is made of.
     *
     * @param instances most at once
     * @param home where everything is kept; need not exist yet
     */
    record Settings(int instances, long seed, Path home) {}

    DemoFleet(Settings settings, InstantSource time, BootCommand command, Agents agents) {
        this.time = time;
        this.provider =
                new LocalProvider(
                        DemoMarket.seeded(settings.seed(), time.instant(), settings.instances()),
                        settings.home().resolve("instances"),
                        command,
                        LocalSettings.allowedBy(() -> true).withBootTime(BOOT_TIME),
                        time);
        this.store = Store.open(settings.home().resolve("store"), UUID::randomUUID);
        this.loop =
                new FleetLoop(
                        new FleetLoop.Outside(time, UUID::randomUUID, source -> calls),
                        new FleetLoop.Kept(store.controllerId(), store, store, store),
                        new RiskPriced(RiskPriced.Terms.USUAL.withUnit(UNIT_HOURS)),
                        FleetTimings.DEFAULT.withCoolDownDividedBy(DemoMarket.SPEED),
                        agents);
        loop.post(
                new FleetEvent.Configured(
                        List.of(template(settings.instances())), Map.of(SOURCE, provider)));
        this.driver = FleetDriver.start(loop);
    }

    void post(FleetEvent event) {
        loop.post(event);
    }

    /** Work waits for so many instances. */
    void want(int instances) {
        loop.post(new FleetEvent.DemandChanged(Map.of(TEMPLATE, Waiting.of(instances))));
    }

    /** What the instances cost until now, in the market's time, which passes faster than ours. */
    CostSummary cost() {
        Instant now = time.instant();
        List<LedgerEntry> entries =
                store.all().stream().map(entry -> inMarketTime(entry, now)).toList();
        return CostSummary.of(entries, now);
    }

    /** Ends every instance and waits until none is left. May be repeated. */
    @Override
    public synchronized void close() {
        driver.close();
        calls.shutdown();
        try {
            if (!calls.awaitTermination(LAST_CALLS.toMillis(), TimeUnit.MILLISECONDS)) {
                LOGGER.warning("A launch is still under way; its instances end with their lease");
            }
            endAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ProviderException e) {
            LOGGER.log(Level.WARNING, "Instances may be left; they end with their lease", e);
        }
        store.close();
    }

    private void endAll() throws ProviderException {
        Instant latest = time.instant().plus(LAST_CALLS);
        Set<String> left = listed();
        while (!left.isEmpty() && time.instant().isBefore(latest)) {
            provider.end(left);
            LockSupport.parkNanos(LOOK.toNanos());
            left = listed();
        }
        if (!left.isEmpty()) {
            LOGGER.warning("These instances have not ended: " + new TreeSet<>(left));
        }
    }

    private Set<String> listed() throws ProviderException {
        return provider.list(store.controllerId()).instances().stream()
                .map(Instance::id)
                .collect(Collectors.toSet());
    }

    private static LedgerEntry inMarketTime(LedgerEntry entry, Instant now) {
        Instant from = entry.ran().from();
        Duration ran = Duration.between(from, entry.ran().until().orElse(now));
        LedgerEntry.Ran scaled =
                new LedgerEntry.Ran(from, Optional.of(from.plus(atDemoSpeed(ran))));
        return new LedgerEntry(
                entry.instanceId(),
                entry.template(),
                entry.rate(),
                scaled,
                atDemoSpeed(entry.lost()));
    }

    private static Duration atDemoSpeed(Duration duration) {
        return Duration.ofMillis(Math.round(duration.toMillis() * DemoMarket.SPEED));
    }

    private static Template template(int instances) {
        Need need =
                new Need(
                        new Size(1, 1024),
                        OperatingSystem.LINUX,
                        PurchaseChoice.SPOT_THEN_ON_DEMAND,
                        new TreeSet<>(Set.of(SOURCE)));
        return new Template(
                TEMPLATE, need, 1, instances, new Template.Lifetime(IDLE, Template.Reuse.REUSABLE));
    }
}
