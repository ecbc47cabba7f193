package io.spotagents.provider.gcp;

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
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thousand instances, with the loop, the provider and the client that are used in production. */
class ThousandGceInstancesTest implements Agents {

    private static final TemplateKey KEY = new TemplateKey("cloud", "template");
    private static final String SOURCE = "cloud/gcp";
    private static final int WANTED = 1000;

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeGce gce = FakeGce.start(time);
    private final GcpSource source = new GcpSource(gce.endpoint(), time);
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
        source.close();
        gce.close();
    }

    @Test
    void costAFewCallsAndBecomeAThousandWhateverFails() {
        for (String zone : FakeGceCatalog.ZONES) {
            gce.stock("n2-standard-2", zone, 220);
            gce.stock("c4a-standard-4", zone, 220);
            gce.stock("n2-standard-4", zone, 0);
        }
        gce.polls(2);
        gce.failNext(
                "instances.bulkInsert", new GceError(403, "rateLimitExceeded", "Too many calls"));
        gce.loseReplyOfNext("instances.bulkInsert");
        configure();

        demand(WANTED);
        pass(Duration.ofMinutes(10));

        assertThat(alive()).hasSize(WANTED).isEqualTo(prepared);
        SortedMap<String, Long> calls = source.provider().callCounts();
        assertThat(calls.get("instances.bulkInsert")).isLessThanOrEqualTo(30);
        assertThat(calls.get("zoneOperations.wait")).isLessThanOrEqualTo(90);
        // Every five seconds for ten minutes, by pages of five hundred.
        assertThat(calls.get("instances.aggregatedList")).isLessThanOrEqualTo(380);
        assertThat(calls.get("machineTypes.list")).isEqualTo(3);
        assertThat(calls.get("skus.list")).isEqualTo(1);
        // With its quotas, which others use up, too: every five minutes.
        assertThat(calls.get("regions.get")).isEqualTo(2);

        demand(0);
        pass(Duration.ofMinutes(2));

        assertThat(alive()).isEmpty();
        assertThat(source.calls.of("instances.delete")).isBetween(1000L, 1100L);
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
        for (long second = 0; second < duration.toSeconds(); second++) {
            loop.step();
            time.advance(Duration.ofSeconds(1));
        }
    }

    private Set<String> alive() {
        Instant now = time.instant();
        return gce.alive().stream()
                .filter(it -> !it.status(now).equals(Optional.of("STOPPING")))
                .map(it -> it.wish.zone() + ":" + it.number)
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
