package io.spotagents.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.fleet.Agents;
import io.spotagents.fleet.FleetEvent;
import io.spotagents.fleet.FleetLoop;
import io.spotagents.fleet.FleetTimings;
import io.spotagents.fleet.Member;
import io.spotagents.fleet.Template;
import io.spotagents.fleet.Waiting;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Size;
import io.spotagents.model.TemplateKey;
import io.spotagents.selection.CheapestFirst;
import io.spotagents.selection.Need;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.testing.InMemoryBooks;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thousand instances, with the loop, the provider and the pipeline used in production. */
class AzureThousandInstancesTest implements Agents {

    private static final TemplateKey KEY = new TemplateKey("cloud", "template");
    private static final String SOURCE = "cloud/azure";
    private static final int WANTED = 1000;

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeAzure azure = FakeAzure.start(time);
    private final AzureSource source = new AzureSource(azure.endpoint(), time);
    private final InMemoryBooks books = new InMemoryBooks();
    private final AtomicLong tokens = new AtomicLong();
    private final Set<String> prepared = new TreeSet<>();
    private final FleetLoop loop =
            new FleetLoop(
                    new FleetLoop.Outside(
                            time,
                            () -> new UUID(2, tokens.incrementAndGet()),
                            name -> Runnable::run),
                    new FleetLoop.Kept(new UUID(1, 1), books, books, books),
                    new CheapestFirst(),
                    FleetTimings.DEFAULT,
                    this);

    @AfterEach
    void close() {
        azure.close();
    }

    @Test
    void costAFewCallsAndBecomeAThousandWhateverFails() {
        for (String zone : FakeRegion.ZONES) {
            azure.stock("Standard_D2s_v5", zone, 220);
            azure.stock("Standard_D2ps_v5", zone, 220);
        }
        azure.stock("Standard_D2_v2", "regional", 220);
        azure.failNext(FakeAzure.PUT, new ArmError(429, "TooManyRequests", "Slow down", 10));
        azure.loseReplyOfNext(FakeAzure.PUT);
        configure();

        demand(WANTED);
        pass(Duration.ofMinutes(10));

        assertThat(alive()).hasSize(WANTED).isEqualTo(prepared);
        assertThat(azure.machines()).hasSize(WANTED);
        SortedMap<String, Long> calls = source.provider().callCounts();
        assertThat(calls.get(FakeAzure.PUT)).isLessThanOrEqualTo(16);
        // Three looks at each of them, as the fake takes so long.
        assertThat(calls.get("operations/get")).isLessThanOrEqualTo(48);
        // Every five seconds for ten minutes, by pages of a thousand of 1,001; and each launch.
        assertThat(calls.get("virtualMachines/list")).isLessThanOrEqualTo(290);
        assertThat(calls.get("virtualMachineScaleSets/list")).isLessThanOrEqualTo(140);
        assertThat(calls.get("skus/list")).isEqualTo(1);
        assertThat(calls.get("retail/prices")).isEqualTo(1);
        assertThat(calls.get("placementScores/generate")).isLessThanOrEqualTo(4);

        demand(0);
        pass(Duration.ofMinutes(2));

        assertThat(alive()).isEmpty();
        assertThat(azure.scaleSets()).containsExactly("others");
        assertThat(azure.leftovers()).isEmpty();
        assertThat(source.calls.of("virtualMachineScaleSets/delete")).isLessThanOrEqualTo(16);
    }

    private void configure() {
        Need need =
                new Need(
                        new Size(2, 4096),
                        OperatingSystem.LINUX,
                        PurchaseChoice.SPOT,
                        new TreeSet<>(List.of(SOURCE)));
        Template template =
                new Template(
                        KEY,
                        need,
                        1,
                        2 * WANTED,
                        new Template.Lifetime(Duration.ofMinutes(5), Template.Reuse.REUSABLE));
        loop.post(new FleetEvent.Configured(List.of(template), Map.of(SOURCE, source.provider())));
        loop.step();
    }

    private void demand(int executors) {
        loop.post(new FleetEvent.DemandChanged(Map.of(KEY, Waiting.of(executors))));
    }

    private void pass(Duration duration) {
        Instant end = time.instant().plus(duration);
        while (time.instant().isBefore(end)) {
            loop.step();
            time.advance(Duration.ofSeconds(1));
        }
    }

    private Set<String> alive() {
        Instant now = time.instant();
        return azure.machines().stream()
                .filter(one -> Set.of("Creating", "Succeeded").contains(one.state(now)))
                .map(one -> one.id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void prepare(Member member, Template template) {
        prepared.add(member.id());
    }

    @Override
    public void drain(String instanceId, Drain drain) {
        loop.post(new FleetEvent.AgentDrained(instanceId));
    }

    @Override
    public void remove(String instanceId, String reason) {
        prepared.remove(instanceId);
    }
}
