package io.spotagents.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.commitments.Commitment;
import io.spotagents.commitments.CommitmentLedger;
import io.spotagents.commitments.FreePool;
import io.spotagents.commitments.Margins;
import io.spotagents.commitments.Shape;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import io.spotagents.provider.PaidFor;
import io.spotagents.provider.cloud.MarketCache;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountCommitmentsTest {

    private static final String LINUX = "Linux/UNIX";

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeEc2 ec2 = FakeEc2.start(time);
    private final AwsSource source = new AwsSource(ec2.endpoint(), time);
    private final AwsProvider aws =
            source.provider(
                    new PriceList(source.clients, MarketCache.NONE, time), MarketCache.NONE);

    @AfterEach
    void close() {
        source.close();
        ec2.close();
    }

    @Test
    void readsNothingOfWhatRunsIfNothingWasPaidFor() throws Exception {
        assertThat(aws.paidFor()).isEmpty();
        assertThat(source.calls.of("DescribeInstances")).isZero();
        assertThat(aws.troubles()).isEmpty();
    }

    @Test
    void aRegionalReservedInstanceIsGoodForAllSizesOfItsFamily() throws Exception {
        reserve("regional", "m5.large", "", 10, LINUX + " (Amazon VPC)");
        ec2.runForOthers("m5.xlarge", false, 2);
        ec2.runForOthers("m5.large", true, 5);

        PaidFor paid = aws.paidFor().orElseThrow();

        assertThat(paid.commitments())
                .singleElement()
                .isInstanceOfSatisfying(
                        Commitment.SizeFlexible.class,
                        it -> {
                            assertThat(it.kind().family()).isEqualTo("m5");
                            assertThat(it.milliUnits()).isEqualTo(40_000);
                        });
        assertThat(paid.shapes())
                .extracting(Shape::machineType)
                .containsOnly("m5.large", "m5.xlarge")
                .hasSize(5);
        // Of 40 units, 16 are used by others and 4 are the margin.
        assertThat(free(paid, "m5.large", "us-east-1b")).isEqualTo(5);
    }

    @Test
    void aZonalOneAndOneOfUnevenSizesAreGoodForTheirTypeAlone() throws Exception {
        reserve("zonal", "m5.large", "us-east-1b", 4, LINUX);
        reserve("gpu", "g4dn.xlarge", "", 4, LINUX);
        reserve("windows", "m5.large", "", 4, "Windows");
        reserve("licensed", "m5.large", "", 4, "Red Hat Enterprise Linux");

        PaidFor paid = aws.paidFor().orElseThrow();

        assertThat(paid.commitments())
                .allMatch(it -> it instanceof Commitment.Exact)
                .extracting(Commitment::id)
                .containsExactlyInAnyOrder("zonal", "gpu", "windows");
        assertThat(paid.shapes())
                .extracting(shape -> shape.machineType() + " " + shape.place().zone())
                .containsExactlyInAnyOrder(
                        "m5.large us-east-1b",
                        "g4dn.xlarge us-east-1a",
                        "g4dn.xlarge us-east-1b",
                        "g4dn.xlarge us-east-1c");
    }

    @Test
    void placesThatAnyLaunchTakesAreFree() throws Exception {
        ec2.paid().places.add(new FakeCommitments.Places("open", "c5.large", 6, 4, "open"));
        ec2.paid().places.add(new FakeCommitments.Places("named", "c5.large", 9, 9, "targeted"));
        ec2.runForOthers("c5.large", false, 2);

        PaidFor paid = aws.paidFor().orElseThrow();

        assertThat(paid.commitments())
                .singleElement()
                .isInstanceOfSatisfying(
                        Commitment.ReservedCapacity.class,
                        it -> {
                            assertThat(it.total()).isEqualTo(6);
                            assertThat(it.used()).isEqualTo(2);
                        });
        assertThat(paid.shapes()).extracting(Shape::machineType).containsExactly("c5.large");
        assertThat(free(paid, "c5.large", "us-east-1a")).isBetween(1, 4);
    }

    @Test
    void savingsPlansCoverWhatTheyHaveARateFor() throws Exception {
        ec2.account().plans.put("broad", "Compute");
        ec2.account().plans.put("learning", "SageMaker");

        PaidFor paid = aws.paidFor().orElseThrow();

        assertThat(paid.commitments())
                .singleElement()
                .isInstanceOfSatisfying(
                        Commitment.SpendPlan.class,
                        it -> {
                            assertThat(it.hourly()).isEqualTo(Usd.of(1));
                            assertThat(it.breadth()).isEqualTo(Commitment.SpendPlan.Breadth.ANY);
                            assertThat(it.rates()).hasSize(1);
                            assertThat(it.rates().values().iterator().next().committed())
                                    .isEqualTo(Usd.of(0.048));
                        });
        assertThat(paid.shapes()).extracting(Shape::machineType).containsOnly("m5.large");
        assertThat(free(paid, "m5.large", "us-east-1a")).isBetween(15, 20);
    }

    @Test
    void theRestWorksWithoutThePermissionForSavingsPlansAndTheReasonIsTold() throws Exception {
        reserve("regional", "m5.large", "", 10, LINUX);
        ec2.deny("DescribeSavingsPlans");

        assertThat(aws.paidFor().orElseThrow().commitments()).hasSize(1);
        assertThat(aws.troubles())
                .singleElement()
                .asString()
                .contains("savingsplans:DescribeSavingsPlans", "savings plans are not used");
    }

    @Test
    void whatIsPaidForIsLaunchedOnDemand() throws Exception {
        Owner owner =
                new Owner(new UUID(1, 1), new TemplateKey("cloud", "template"), UUID.randomUUID());

        LaunchReply reply =
                aws.launch(
                        new LaunchRequest(
                                owner,
                                AwsSource.SPOT.with(Purchase.COMMITMENT),
                                2,
                                Duration.ofMinutes(5)));

        assertThat(reply.instances()).hasSize(2);
        assertThat(ec2.machines()).noneMatch(machine -> machine.isSpot);
        assertThat(aws.list(new UUID(1, 1)).instances())
                .extracting(it -> it.pool().purchase())
                .containsOnly(Purchase.COMMITMENT);
    }

    @Test
    void readsItAllInAFewCalls() throws Exception {
        reserve("regional", "m5.large", "", 10, LINUX);
        for (int minute = 0; minute < 60; minute++) {
            aws.paidFor();
            time.advance(Duration.ofMinutes(1));
        }

        assertThat(source.calls.of("DescribeReservedInstances")).isEqualTo(1);
        assertThat(source.calls.of("DescribeCapacityReservations")).isEqualTo(12);
        assertThat(source.calls.of("DescribeSavingsPlans")).isEqualTo(1);
        assertThat(source.calls.of("DescribeInstances")).isEqualTo(12);
    }

    private void reserve(String id, String type, String zone, int count, String product) {
        ec2.paid().reserved.add(new FakeCommitments.Reserved(id, type, zone, count, product));
    }

    private static int free(PaidFor paid, String type, String zone) {
        Optional<FreePool> free =
                CommitmentLedger.of(paid.commitments(), paid.running(), Margins.DEFAULT)
                        .freePools(paid.shapes())
                        .stream()
                        .filter(it -> it.shape().machineType().equals(type))
                        .filter(it -> it.shape().place().zone().equals(zone))
                        .findFirst();
        return free.map(FreePool::cap).orElse(0);
    }
}
