package io.spotagents.commitments;

import static io.spotagents.commitments.Portfolios.ALL;
import static io.spotagents.commitments.Portfolios.LARGE;
import static io.spotagents.commitments.Portfolios.NONE;
import static io.spotagents.commitments.Portfolios.XLARGE;
import static io.spotagents.commitments.Portfolios.inAccount;
import static io.spotagents.commitments.Portfolios.ledger;
import static io.spotagents.commitments.Portfolios.plan;
import static io.spotagents.commitments.Portfolios.rate;
import static io.spotagents.commitments.Portfolios.shape;
import static io.spotagents.commitments.Portfolios.units;
import static io.spotagents.commitments.Portfolios.zonal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.commitments.Commitment.SpendPlan.Breadth;
import io.spotagents.model.Place;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import io.spotagents.model.Usd;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommitmentLedgerTest {

    private static final Shape LARGE_B = shape("b", "c5.large");
    private static final Shape M5 = shape("a", "m5.large");

    private static long covered(CommitmentLedger ledger) {
        return ledger.reading(Instant.EPOCH).covered();
    }

    private static long used(CommitmentLedger ledger, String id) {
        return ledger.reading(Instant.EPOCH).uses().stream()
                .filter(use -> use.commitment().equals(id))
                .mapToLong(Use::used)
                .sum();
    }

    @Test
    void aZonalReservedInstanceIsForItsTypeInItsZoneAlone() {
        CommitmentLedger ledger =
                ledger(List.of(zonal("c", "a", "c5.large", 5)), new Running(LARGE, 2));

        assertThat(ledger.most(LARGE)).isEqualTo(3);
        assertThat(ledger.most(LARGE_B)).isZero();
        assertThat(ledger.most(XLARGE)).isZero();
    }

    @Test
    void aRegionalReservedInstanceIsForEachSizeAndZoneOfItsFamily() {
        // 5 large are 20 units; 1 xlarge runs and takes 8 of them
        CommitmentLedger ledger = ledger(List.of(units("c", ALL, 20_000)), new Running(XLARGE, 1));

        assertThat(ledger.most(LARGE)).isEqualTo(3);
        assertThat(ledger.most(LARGE_B)).isEqualTo(3);
        assertThat(ledger.most(XLARGE)).isEqualTo(1);
        assertThat(ledger.most(shape("a", "c5.2xlarge"))).isZero();
        assertThat(ledger.most(M5)).isZero();
    }

    /** The example of the provider's own paper: 2 units pay for half of a large. */
    @Test
    void aReservedInstanceSmallerThanTheInstancePaysForAShareOfIt() {
        CommitmentLedger ledger = ledger(List.of(units("c", ALL, 2_000)), new Running(LARGE, 1));

        assertThat(covered(ledger)).isEqualTo(500);
        assertThat(ledger.most(LARGE)).isZero();
    }

    @Test
    void aCommitmentOfOneAccountIsNotForAnother() {
        Reach main = new Reach("aws", Optional.of("main"));

        CommitmentLedger ledger = ledger(List.of(units("c", main, 8_000)));

        assertThat(ledger.most(LARGE)).isEqualTo(2);
        assertThat(ledger.most(inAccount("other", "c5.large"))).isZero();
    }

    @Test
    void whatOnlyOneAccountHasIsUsedBeforeWhatItShares() {
        Reach main = new Reach("aws", Optional.of("main"));

        CommitmentLedger ledger =
                ledger(
                        List.of(units("c1", ALL, 4_000), units("c2", main, 4_000)),
                        new Running(LARGE, 1));

        assertThat(used(ledger, "c2")).isEqualTo(4_000_000);
        assertThat(used(ledger, "c1")).isZero();
        assertThat(ledger.most(inAccount("other", "c5.large"))).isEqualTo(1);
    }

    @Test
    void aSpendPlanPaysForTheHighestSavingFirst() {
        // large saves 50 %, m5 saves 25 %: large takes $0.50 of $0.80, m5 half of its $0.60
        CommitmentLedger ledger =
                ledger(
                        List.of(
                                plan(
                                        "c",
                                        Breadth.ANY,
                                        0.8,
                                        Map.of(
                                                "c5.large", rate(0.5, 1),
                                                "m5.large", rate(0.6, 0.8)))),
                        new Running(M5, 1),
                        new Running(LARGE, 1));

        assertThat(covered(ledger)).isEqualTo(1_500);
        assertThat(ledger.most(LARGE)).isZero();
    }

    @Test
    void aPlanOfOneFamilyIsUsedBeforeOneForAny() {
        Map<String, Commitment.SpendPlan.Rate> rates = Map.of("c5.large", rate(0.5, 1));

        CommitmentLedger ledger =
                ledger(
                        List.of(
                                plan("c1", Breadth.ANY, 1.2, rates),
                                plan("c2", Breadth.ONE_FAMILY, 1, rates)),
                        new Running(LARGE, 1));

        assertThat(used(ledger, "c1")).isZero();
        assertThat(used(ledger, "c2")).isEqualTo(500_000_000);
        assertThat(ledger.most(LARGE)).isEqualTo(3);
    }

    @Test
    void dollarsAreUsedAfterReservedInstances() {
        CommitmentLedger ledger =
                ledger(
                        List.of(
                                plan("c1", Breadth.ANY, 1, Map.of("c5.large", rate(0.5, 1))),
                                units("c2", ALL, 6_000)),
                        new Running(LARGE, 2));

        assertThat(used(ledger, "c2")).isEqualTo(6_000_000);
        assertThat(used(ledger, "c1")).isEqualTo(250_000_000);
        assertThat(ledger.most(LARGE)).isEqualTo(1);
    }

    @Test
    void committedUseHasToHaveBothProcessorsAndMemory() {
        Commitment.CommittedUse committed =
                new Commitment.CommittedUse(
                        "c",
                        new Reach("gcp", Optional.empty()),
                        "us-central1",
                        "n2",
                        new Commitment.CommittedUse.Resources(10, 40 * 1024));

        // 4 processors and 16 GiB run: 6 and 24 GiB are left
        CommitmentLedger ledger =
                ledger(List.of(committed), new Running(google("n2-standard-4", 4, 16), 1));

        assertThat(ledger.most(google("n2-standard-2", 2, 8))).isEqualTo(3);
        assertThat(ledger.most(google("n2-highcpu-4", 4, 4))).isEqualTo(1);
        assertThat(ledger.most(google("n2-highmem-2", 2, 16))).isEqualTo(1);
    }

    private static Shape google(String type, int cpus, int gib) {
        return new Shape(
                new Place("gcp", "project", "us-central1", "us-central1-a"),
                type,
                Portfolios.LINUX,
                new Size(cpus, gib * 1024),
                new Shape.Family("n2", 1_000));
    }

    @Test
    void freePlacesOfReservedCapacityAreFreeAndCertain() {
        CommitmentLedger ledger =
                ledger(
                        List.of(new Commitment.ReservedCapacity("c", LARGE, 5, 2)),
                        new Running(LARGE, 2));

        assertThat(ledger.freePools(List.of(LARGE, LARGE_B)))
                .containsExactly(new FreePool(LARGE, 3, 3));
        assertThat(ledger.with(LARGE, 3).most(LARGE)).isZero();
        assertThat(ledger.with(LARGE, 2).most(LARGE)).isEqualTo(1);
    }

    @Test
    void emptyReservedPlacesUseUpReservedInstances() {
        // 5 places of 4 units, and 28 units: 8 are left for others, whether places are taken or not
        CommitmentLedger ledger =
                ledger(
                        List.of(
                                new Commitment.ReservedCapacity("c1", LARGE, 5, 0),
                                units("c2", ALL, 28_000)));

        assertThat(ledger.most(LARGE_B)).isEqualTo(2);
        assertThat(ledger.most(LARGE)).isEqualTo(7);
        assertThat(ledger.freePools(List.of(LARGE))).containsExactly(new FreePool(LARGE, 7, 5));
        assertThat(ledger.with(LARGE, 5).most(LARGE_B)).isEqualTo(2);
    }

    @Test
    void capacityIsCertainWhereAZonalReservedInstanceKeepsIt() {
        CommitmentLedger ledger =
                ledger(
                        List.of(zonal("c1", "a", "c5.large", 3), units("c2", ALL, 8_000)),
                        new Running(LARGE, 1));

        assertThat(ledger.freePools(List.of(LARGE, LARGE_B)))
                .containsExactly(new FreePool(LARGE, 4, 2), new FreePool(LARGE_B, 2, 0));
    }

    @Test
    void aFreePoolCostsNothingAndIsNotReclaimed() {
        FreePool pool = ledger(List.of(units("c", ALL, 4_000))).freePools(List.of(LARGE)).get(0);

        assertThat(pool.hourlyPrice()).isEqualTo(Usd.ZERO);
        assertThat(pool.hazard()).isZero();
        assertThat(pool.pool().purchase()).isEqualTo(Purchase.COMMITMENT);
    }

    @Test
    void takesSeveralShapesOutOfOneCommitmentTogether() {
        CommitmentLedger ledger = ledger(List.of(units("c", ALL, 20_000)));

        Allotment allotment = ledger.allot(List.of(XLARGE, LARGE), 10);

        assertThat(allotment.taken())
                .containsExactly(new Allotment.Taken(XLARGE, 2), new Allotment.Taken(LARGE, 1));
        assertThat(allotment.missing()).isEqualTo(7);
        assertThat(allotment.rest().freePools(List.of(XLARGE, LARGE))).isEmpty();
    }

    @Test
    void leavesTenPercentToOthersUnlessItKnowsBetter() {
        List<Commitment> hundred = List.of(units("c", ALL, 400_000));

        CommitmentLedger usual = CommitmentLedger.of(hundred, List.of(), Margins.DEFAULT);
        CommitmentLedger busy =
                CommitmentLedger.of(hundred, List.of(), new Margins(Map.of("c", 0.25)));

        assertThat(usual.most(LARGE)).isEqualTo(90);
        assertThat(busy.most(LARGE)).isEqualTo(75);
        assertThat(ledger(hundred).most(LARGE)).isEqualTo(100);
    }

    @Test
    void leavesNothingOfASingleInstanceOrItCouldNeverBeUsed() {
        List<Commitment> single = List.of(zonal("c", "a", "c5.large", 1));

        CommitmentLedger ledger = CommitmentLedger.of(single, List.of(), Margins.DEFAULT);

        assertThat(ledger.most(LARGE)).isEqualTo(1);
    }

    @Test
    void nothingIsFreeWithoutCommitmentsOrWhenOthersUseThemAll() {
        assertThat(ledger(List.of()).freePools(List.of(LARGE))).isEmpty();
        assertThat(
                        ledger(List.of(units("c", ALL, 8_000)), new Running(LARGE, 3))
                                .freePools(List.of(LARGE)))
                .isEmpty();
    }

    @Test
    void looksForSoManyAtMost() {
        CommitmentLedger ledger = ledger(List.of(units("c", ALL, 1_000_000_000_000L)));

        assertThat(ledger.most(LARGE)).isEqualTo(CommitmentLedger.MOST_AT_ONCE);
    }

    @Test
    void namesWhatIsWrong() {
        assertThatThrownBy(() -> ledger(List.of(units("c", ALL, 1), units("c", ALL, 2))))
                .hasMessageContaining("id c");
        assertThatThrownBy(() -> units("c", ALL, -1)).hasMessageContaining("milliUnits");
        assertThatThrownBy(() -> rate(0, 1)).hasMessageContaining("committed");
        assertThatThrownBy(() -> rate(1, -1)).hasMessageContaining("onDemand");
        assertThatThrownBy(() -> new Running(LARGE, -1)).hasMessageContaining("count");
        assertThatThrownBy(() -> new Commitment.ReservedCapacity("c", LARGE, 2, 3))
                .hasMessageContaining("used")
                .hasMessageContaining("3");
        assertThatThrownBy(() -> new Margins(Map.of("c", Double.NaN)))
                .hasMessageContaining("margin of c")
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Margins(Map.of("c", -0.1))).hasMessageContaining("-0.1");
        assertThatThrownBy(() -> NONE.byCommitment().put("x", 1.0))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void knowsWhatSizesWeigh() {
        assertThat(AwsUnits.milliUnits("t3.nano")).hasValue(250);
        assertThat(AwsUnits.milliUnits("c5.large")).hasValue(4_000);
        assertThat(AwsUnits.milliUnits("c5.9xlarge")).hasValue(72_000);
        assertThat(AwsUnits.milliUnits("m5.24xlarge")).hasValue(192_000);
        assertThat(AwsUnits.milliUnits("c5.metal")).isEmpty();
        assertThat(AwsUnits.milliUnits("n2-standard-4")).isEmpty();
        assertThat(AwsUnits.milliUnits("c5.0xlarge")).isEmpty();
        assertThat(AwsUnits.milliUnits("c5.99999999999999999999xlarge")).isEmpty();
    }
}
