package io.spotagents.provider;

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
import io.spotagents.provider.aws.AwsSource;
import io.spotagents.provider.aws.FakeEc2;
import io.spotagents.provider.azure.AzureSource;
import io.spotagents.provider.azure.FakeAzure;
import io.spotagents.provider.gcp.FakeGce;
import io.spotagents.provider.gcp.GcpSource;
import io.spotagents.selection.Need;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.selection.RiskPriced;
import io.spotagents.testing.InMemoryBooks;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One label over three clouds: the plan moves as prices and capacity do, and when one is out. */
class OneLabelTest implements Agents {

    private static final TemplateKey KEY = new TemplateKey("cloud", "template");
    private static final String AWS = "cloud/aws";
    private static final String GCP = "cloud/gcp";
    private static final String AZURE = "cloud/azure";
    private static final int MORE = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeEc2 ec2 = FakeEc2.start(time);
    private final FakeGce gce = FakeGce.start(time);
    private final FakeAzure azure = FakeAzure.start(time);
    private final AwsSource aws = new AwsSource(ec2.endpoint(), time);
    private final GcpSource gcp = new GcpSource(gce.endpoint(), time);
    private final InMemoryBooks books = new InMemoryBooks();
    private final AtomicLong tokens = new AtomicLong();
    private final SortedMap<String, String> working = new TreeMap<>();
    private Duration took = Duration.ZERO;
    private final FleetLoop loop =
            new FleetLoop(
                    new FleetLoop.Outside(
                            time,
                            () -> new UUID(2, tokens.incrementAndGet()),
                            name -> Runnable::run),
                    new FleetLoop.Kept(new UUID(1, 1), books, books, books),
                    new RiskPriced(RiskPriced.Terms.USUAL),
                    FleetTimings.DEFAULT,
                    this);

    @BeforeEach
    void configure() {
        Need need =
                new Need(
                        new Size(2, 4096),
                        OperatingSystem.LINUX,
                        PurchaseChoice.SPOT,
                        new TreeSet<>(List.of(AWS, GCP, AZURE)));
        Template template =
                new Template(
                        KEY,
                        need,
                        1,
                        1000,
                        new Template.Lifetime(Duration.ofHours(5), Template.Reuse.REUSABLE));
        loop.post(
                new FleetEvent.Configured(
                        List.of(template),
                        Map.of(
                                AWS,
                                aws.provider(),
                                GCP,
                                gcp.provider(),
                                AZURE,
                                new AzureSource(azure.endpoint(), time).provider())));
        loop.step();
    }

    @AfterEach
    void close() {
        aws.close();
        gcp.close();
        ec2.close();
        gce.close();
        azure.close();
    }

    @Test
    void thePlanMovesWithPricesAndCapacityAndPastACloudThatIsOut() {
        assertThat(more()).containsOnlyKeys("azure");

        ec2.spotPrices(0.5);
        pass(Duration.ofMinutes(6));
        assertThat(more()).containsOnlyKeys("aws");

        ec2.spotPrices(3);
        pass(Duration.ofMinutes(6));
        assertThat(more()).containsOnlyKeys("azure");

        azure.failAll(true);
        assertThat(more()).containsOnlyKeys("gcp");
        assertThat(took).isLessThan(Duration.ofMinutes(1));

        azure.failAll(false);
        azure.sellOut();
        pass(Duration.ofMinutes(6));
        gce.sellOut();
        assertThat(more()).containsOnlyKeys("aws");
        assertThat(working).hasSize(5 * MORE);
    }

    private Duration took(Instant begun) {
        return Duration.between(begun, time.instant());
    }

    /** The clouds in which work that begins to wait now comes to work. */
    private SortedMap<String, Integer> more() {
        Set<String> before = new TreeSet<>(working.keySet());
        loop.post(new FleetEvent.DemandChanged(Map.of(KEY, Waiting.of(MORE))));
        Instant begun = time.instant();
        while (working.size() < before.size() + MORE && took(begun).compareTo(PATIENCE) < 0) {
            pass(Duration.ofSeconds(1));
        }
        took = took(begun);
        SortedMap<String, Integer> clouds = new TreeMap<>();
        working.forEach(
                (id, cloud) -> {
                    if (!before.contains(id)) {
                        clouds.merge(cloud, 1, Integer::sum);
                    }
                });
        return clouds;
    }

    private void pass(Duration duration) {
        for (long second = 0; second < duration.toSeconds(); second++) {
            loop.step();
            time.advance(Duration.ofSeconds(1));
        }
    }

    /** Agents come at once, and take what they came for. */
    @Override
    public void prepare(Member member, Template template) {
        working.put(member.id(), member.instance().pool().place().provider());
        loop.post(new FleetEvent.AgentWorks(member.id(), 1));
        int waiting = MORE - working.size() % MORE;
        loop.post(
                new FleetEvent.DemandChanged(
                        Map.of(KEY, Waiting.of(waiting == MORE ? 0 : waiting))));
    }

    /** What is dearer now gives way once its work is done, which outlasts this test. */
    @Override
    public void drain(String instanceId, Drain drain) {
        assertThat(drain.cause()).isEqualTo(Cause.NOT_NEEDED);
    }

    @Override
    public void remove(String instanceId, String reason) {
        throw new AssertionError("removed " + instanceId + ": " + reason);
    }
}
