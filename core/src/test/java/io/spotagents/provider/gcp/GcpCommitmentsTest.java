package io.spotagents.provider.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.commitments.Commitment;
import io.spotagents.commitments.CommitmentLedger;
import io.spotagents.commitments.Margins;
import io.spotagents.commitments.Reach;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import io.spotagents.provider.PaidFor;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GcpCommitmentsTest {

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
    void whoHasCommittedToNothingHasPaidForNothing() throws Exception {
        assertThat(gcp.paidFor()).isEmpty();
        assertThat(source.calls.of("instances.list")).isZero();
    }

    @Test
    void readsWhatIsCommittedAndWhatIsReservedForAnybody() throws Exception {
        gce.commit();

        PaidFor paid = gcp.paidFor().orElseThrow();

        assertThat(paid.at()).isEqualTo(NOON);
        assertThat(paid.commitments())
                .hasSize(2)
                .contains(
                        new Commitment.CommittedUse(
                                "commitment/7",
                                new Reach("gcp", Optional.of("some-project")),
                                "europe-west3",
                                "n2",
                                new Commitment.CommittedUse.Resources(16, 65_536)))
                .anySatisfy(
                        it -> {
                            assertThat(it)
                                    .isInstanceOfSatisfying(
                                            Commitment.ReservedCapacity.class,
                                            one -> {
                                                assertThat(one.id()).isEqualTo("reservation/8");
                                                assertThat(one.total()).isEqualTo(5);
                                                assertThat(one.used()).isEqualTo(2);
                                            });
                        });
        assertThat(
                        CommitmentLedger.of(paid.commitments(), paid.running(), Margins.DEFAULT)
                                .reading(paid.at())
                                .uses())
                .hasSize(3); // processors, memory, places
    }

    @Test
    void whatRunsOnDemandUsesThemAndSpotDoesNot() throws Exception {
        gce.commit();
        launch(GcpSource.SPOT.with(Purchase.ON_DEMAND), 3);
        launch(GcpSource.SPOT, 2);

        PaidFor paid = gcp.paidFor().orElseThrow();

        assertThat(paid.running())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.count()).isEqualTo(3);
                            assertThat(it.shape().machineType()).isEqualTo("n2-standard-2");
                            assertThat(it.shape().family().name()).isEqualTo("n2");
                        });
    }

    @Test
    void aProjectThatMayNotBeAskedHasNothing() throws Exception {
        gce.commit();
        gce.failNext("regionCommitments.list", new GceError(403, "forbidden", "No permission"));

        assertThat(gcp.paidFor()).isEmpty();
        assertThat(gcp.troubles())
                .singleElement()
                .asString()
                .contains("No permission", "goes without commitments");
        assertThat(gcp.paidFor()).isPresent();
        assertThat(gcp.troubles()).isEmpty();
    }

    private void launch(Pool pool, int count) {
        Owner owner =
                new Owner(new UUID(1, 1), new TemplateKey("cloud", "template"), UUID.randomUUID());
        gcp.launch(new LaunchRequest(owner, pool, count, Duration.ofMinutes(5)));
    }
}
