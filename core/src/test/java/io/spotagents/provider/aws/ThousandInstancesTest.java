package io.spotagents.provider.aws;

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

/** A thousand instances, with the loop, the provider and the SDK that are used in production. */
class ThousandInstancesTest implements Agents {

    private static final TemplateKey KEY = new TemplateKey("cloud", "template");
    private static final String SOURCE = "cloud/aws";
    private static final int WANTED = 1000;

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeEc2 ec2 = FakeEc2.start(time);
    private final AwsSource source = new AwsSource(ec2.endpoint(), time);
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
        ec2.close();
    }

    @Test
    void costAFewCallsAndBecomeAThousandWhateverFails() {
        for (String zone : FakeCatalog.ZONES.keySet()) {
            ec2.stock("c5.large", zone, 220);
            ec2.stock("m5.large", zone, 220);
        }
        ec2.lag(2);
        ec2.failNext(
                "CreateFleet", new Ec2Error(503, "RequestLimitExceeded", "Request limit exceeded"));
        ec2.loseReplyOfNext("CreateFleet");
        configure();

        demand(WANTED);
        pass(Duration.ofMinutes(10));

        assertThat(alive()).hasSize(WANTED).isEqualTo(prepared);
        assertThat(ec2.machines()).hasSize(WANTED);
        SortedMap<String, Long> calls = source.provider().callCounts();
        assertThat(calls.get("CreateFleet")).isLessThanOrEqualTo(12);
        // One for each of two images.
        assertThat(calls.get("CreateLaunchTemplate")).isEqualTo(2);
        // Every five seconds for ten minutes, by pages of a thousand.
        assertThat(calls.get("DescribeInstances")).isLessThanOrEqualTo(130);
        assertThat(calls.get("DescribeSpotPriceHistory")).isLessThanOrEqualTo(6);
        assertThat(calls.get("DescribeInstanceTypes")).isEqualTo(1);
        assertThat(calls.get("DescribeInstanceTypeOfferings")).isEqualTo(1);
        assertThat(calls.get("GetCallerIdentity")).isEqualTo(1);
        assertThat(calls.values().stream().mapToLong(Long::longValue).sum()).isLessThan(200);

        demand(0);
        pass(Duration.ofMinutes(2));

        assertThat(alive()).isEmpty();
        assertThat(source.calls.of("TerminateInstances")).isLessThanOrEqualTo(12);
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
        return ec2.machines().stream()
                .filter(machine -> Set.of("pending", "running").contains(machine.state(now)))
                .map(machine -> machine.id)
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
