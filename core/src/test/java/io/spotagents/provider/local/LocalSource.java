package io.spotagents.provider.local;

import static org.awaitility.Awaitility.await;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import io.spotagents.provider.Instance;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.local.BootCommand.Command;
import io.spotagents.provider.local.LocalMarket.MarketPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A local source with two pools below a home of its own, and its remains cleared away after. */
final class LocalSource {

    static final Place PLACE = new Place("local", "test", "test", "test");
    static final Pool POOL = new Pool(PLACE, "tiny", OperatingSystem.LINUX, Purchase.SPOT);
    static final Pool OTHER = POOL.with(Purchase.ON_DEMAND);
    static final UUID CONTROLLER = UUID.randomUUID();
    static final Command SLEEP = Command.of("sleep", "900");

    private static final Duration BOOT_TIME = Duration.ofMillis(100);

    final AdjustableScript script = new AdjustableScript();
    final AdjustableScript otherScript = new AdjustableScript();
    final LinuxProcesses processes = new LinuxProcesses(LinuxProcesses.PROC);
    final InstantSource time = Clock.systemUTC();
    private final Instant startedAt = time.instant();
    private final Path home;

    LocalSource(Path home) {
        this.home = home;
    }

    /** A provider as a controller makes it at its start. */
    LocalProvider provider() {
        return provider(SLEEP);
    }

    LocalProvider provider(Command command) {
        return provider(command, LocalSettings.allowedBy(() -> true));
    }

    LocalProvider provider(Command command, LocalSettings settings) {
        return provider((BootCommand) instance -> command, settings);
    }

    LocalProvider provider(BootCommand command, LocalSettings settings) {
        LocalMarket market =
                new LocalMarket(
                        startedAt, 1, List.of(sold(POOL, script), sold(OTHER, otherScript)));
        return new LocalProvider(market, home, command, settings.withBootTime(BOOT_TIME), time);
    }

    /** Time on the market's clock. */
    Duration sinceStart() {
        return Duration.between(startedAt, time.instant());
    }

    static LaunchRequest request(int count) {
        return request(POOL, count);
    }

    static LaunchRequest request(Pool pool, int count) {
        Owner owner = new Owner(CONTROLLER, new TemplateKey("c", "t"), UUID.randomUUID());
        return new LaunchRequest(owner, pool, count, Duration.ofMinutes(5));
    }

    static Set<String> listed(LocalProvider provider) throws ProviderException {
        return provider.list(CONTROLLER).instances().stream()
                .map(Instance::id)
                .collect(Collectors.toSet());
    }

    Path directory(String id) {
        return home.resolve(id);
    }

    /** What is written in one of the instance's files; empty text if there is no such file. */
    String text(String id, String file) throws IOException {
        return InstanceFiles.read(directory(id).resolve(file)).orElse("");
    }

    /** The processes of an instance, its supervisor left out. */
    List<Long> processesOf(String id) throws IOException {
        return processes.carrying(LocalInstance.INSTANCE_VARIABLE, id);
    }

    List<Long> supervisorsOf(String id) throws IOException {
        return processes.carrying(LocalInstance.SUPERVISOR_VARIABLE, id);
    }

    /** Ends everything below the home, and waits until it is gone. */
    void close() throws Exception {
        Set<String> ids = new HashSet<>();
        try (Stream<Path> entries = Files.list(home)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.startsWith("i-"))
                    .forEach(ids::add);
        }
        provider().end(ids);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(
                        () -> {
                            for (String id : ids) {
                                if (!processesOf(id).isEmpty() || !supervisorsOf(id).isEmpty()) {
                                    throw new AssertionError("processes of " + id + " are left");
                                }
                            }
                        });
    }

    private static MarketPool sold(Pool pool, PoolScript script) {
        return new MarketPool(pool, new Size(1, 1024), Usd.of(0.03), script);
    }
}
