package io.spotagents.provider.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Listing;
import io.spotagents.provider.Owner;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.reclaim.Notice;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listing and ending. */
class GcpInstancesTest {

    private static final UUID CONTROLLER = new UUID(1, 1);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final VirtualTime time = new VirtualTime(NOON);
    private final FakeGce gce = FakeGce.start(time);
    private final GcpSource source = new GcpSource(gce.endpoint(), time);
    private final GcpProvider gcp = source.provider();

    @AfterEach
    void close() {
        source.close();
        gce.close();
    }

    @Test
    void listsThousandsByPages() throws Exception {
        launch(1000, "template");
        launch(300, "template");

        Listing listing = gcp.list(CONTROLLER);

        assertThat(listing.instances()).hasSize(1300);
        assertThat(listing.silent()).isEmpty();
        assertThat(source.calls.of("instances.aggregatedList")).isEqualTo(3);
    }

    /** What does not answer is not gone. */
    @Test
    void aZoneThatDoesNotAnswerIsToldAsSilent() throws Exception {
        launch(2, "template");
        gcp.launch(request(GcpSource.OTHER, 3, "template"));
        gce.silence("europe-west3-a");

        Listing listing = gcp.list(CONTROLLER);

        assertThat(listing.instances()).hasSize(3);
        assertThat(listing.silent()).containsExactly(GcpSource.SPOT.place());
    }

    @Test
    void namesOfAnyFormComeBackFromLabels() throws Exception {
        String name = "Größe_XL, build & test ".repeat(8);

        Instance launched = launch(1, name).instances().get(0);

        assertThat(gcp.list(CONTROLLER).instances())
                .extracting(it -> it.owner().template().template())
                .containsExactly(name);
        assertThat(launched.id()).matches("europe-west3-a:\\d+");
    }

    @Test
    void whatIsBeingTakenBackEnds() throws Exception {
        Instance taken = launch(2, "template").instances().get(0);
        time.advance(Duration.ofSeconds(10));
        gce.preempt(number(taken));

        assertThat(gcp.list(CONTROLLER).instances())
                .extracting(Instance::state)
                .containsExactlyInAnyOrder(InstanceState.ENDING, InstanceState.RUNNING);
    }

    @Test
    void operationsTellWhatWasTakenBack() throws Exception {
        Instance taken = launch(2, "template").instances().get(0);
        time.advance(Duration.ofSeconds(10));
        gce.preempt(number(taken));
        time.advance(Duration.ofSeconds(5));

        assertThat(gcp.preemptedSince(NOON))
                .containsExactly(
                        new Notice(
                                taken.id(),
                                Notice.Source.CLOUD_EVENT,
                                NOON.plusSeconds(15),
                                NOON.plusSeconds(40)));
        assertThat(gcp.preemptedSince(NOON.plusSeconds(10))).isEmpty();
    }

    @Test
    void endsTheOthersAlthoughOneFails() throws Exception {
        Set<String> ids = ids(launch(3, "template"));
        gce.failNext("instances.delete", new GceError(403, "forbidden", "No permission"));

        assertThatThrownBy(() -> gcp.end(ids))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> assertThat(e.refusal().kind()).isEqualTo(Kind.NOT_ALLOWED));
        time.advance(Duration.ofSeconds(5));

        assertThat(gce.alive()).hasSize(1);
        gcp.end(ids);
        time.advance(Duration.ofSeconds(5));
        assertThat(gce.alive()).isEmpty();
    }

    @Test
    void aDeletionThatIsUnderWayIsADeletion() throws Exception {
        Set<String> ids = ids(launch(1, "template"));
        gce.failNext("instances.delete", new GceError(400, "resourceNotReady", "Being deleted"));

        gcp.end(ids);

        assertThat(gce.count("instances.delete")).isEqualTo(1);
    }

    @Test
    void moreThanAMinuteHoldsWaitForTheNext() throws Exception {
        launch(1000, "template");
        launch(100, "template");
        Set<String> all = ids(gcp.list(CONTROLLER));
        time.advance(Duration.ofSeconds(15));

        assertThatThrownBy(() -> gcp.end(all))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> {
                            assertThat(e.refusal().kind()).isEqualTo(Kind.THROTTLED);
                            assertThat(e.refusal().retryAfter()).contains(Duration.ofSeconds(45));
                        });
        time.advance(Duration.ofSeconds(45));
        assertThat(gce.alive()).hasSize(100);
        gcp.end(all.stream().filter(id -> isAlive(id)).collect(Collectors.toSet()));
        time.advance(Duration.ofSeconds(5));
        assertThat(gce.alive()).isEmpty();
    }

    @Test
    void anIdOfAnotherFormIsEndedAlready() throws Exception {
        gcp.end(Set.of("i-0123456789abcdef0", "europe-west3-a:0", "europe-west3-a:name"));

        assertThat(gce.count("instances.delete")).isZero();
    }

    private boolean isAlive(String id) {
        return gce.alive().stream().anyMatch(it -> id.endsWith(":" + it.number));
    }

    private static String number(Instance instance) {
        return instance.id().substring(instance.id().indexOf(':') + 1);
    }

    private static Set<String> ids(LaunchReply reply) {
        return reply.instances().stream().map(Instance::id).collect(Collectors.toSet());
    }

    private static Set<String> ids(Listing listing) {
        return listing.instances().stream().map(Instance::id).collect(Collectors.toSet());
    }

    private LaunchReply launch(int count, String template) {
        return gcp.launch(request(GcpSource.SPOT, count, template));
    }

    private static LaunchRequest request(Pool pool, int count, String template) {
        Owner owner = new Owner(CONTROLLER, new TemplateKey("cloud", template), UUID.randomUUID());
        return new LaunchRequest(owner, pool.with(Purchase.SPOT), count, Duration.ofMinutes(5));
    }
}
