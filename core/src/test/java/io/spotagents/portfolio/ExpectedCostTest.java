package io.spotagents.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spotagents.model.Purchase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedCostTest {

    private static final Work HALF_HOUR = new Work(0.5, 0.5, 4, Work.Delay.FREE);

    private final PoolColumns pools = new PoolColumns();

    @BeforeEach
    void onePool() {
        pools.resize(1);
        pools.price(0, 0.2);
    }

    @Test
    void isPriceTimesLengthWhereNothingIsReclaimed() {
        assertThat(ExpectedCost.usd(pools, HALF_HOUR, 0)).isEqualTo(0.1);
    }

    @Test
    void onDemandIsNeverReclaimedWhateverIsSaidOfItsHazard() {
        pools.risk(0, Purchase.ON_DEMAND, 5, 1);

        assertThat(ExpectedCost.usd(pools, HALF_HOUR, 0)).isEqualTo(0.1);
    }

    @Test
    void isLessOnAFasterPool() {
        pools.work(0, 2, 0, 0);

        assertThat(ExpectedCost.usd(pools, HALF_HOUR, 0)).isEqualTo(0.05);
    }

    @Test
    void paysForWorkThatIsDoneAgain() {
        pools.risk(0, Purchase.SPOT, 0.8, 1);

        double redone = (Math.exp(0.8 * 0.5) - 1) / (0.8 * 0.5);
        assertThat(ExpectedCost.usd(pools, HALF_HOUR, 0)).isCloseTo(0.1 * redone, within(1e-12));
    }

    @Test
    void paysLessForWorkThatIsKeptPiecewise() {
        pools.risk(0, Purchase.SPOT, 0.8, 1);
        Work pieces = new Work(0.5, 0.05, 4, Work.Delay.FREE);

        assertThat(ExpectedCost.usd(pools, pieces, 0))
                .isLessThan(ExpectedCost.usd(pools, HALF_HOUR, 0));
    }

    @Test
    void spreadsTheBootOverTheTimeAnInstanceLasts() {
        pools.work(0, 1, 0.1, 0);
        double kept = ExpectedCost.usd(pools, HALF_HOUR, 0);
        pools.risk(0, Purchase.SPOT, 1e-9, 1);
        double calm = ExpectedCost.usd(pools, HALF_HOUR, 0);

        assertThat(kept).isEqualTo(0.2 * (0.5 + 0.1 * 0.5 / 4));
        assertThat(calm).isCloseTo(kept, within(1e-9));
    }

    @Test
    void countsEgressAndWaiting() {
        pools.work(0, 1, 0.1, 0.03);
        pools.risk(0, Purchase.SPOT, 0, 0.5);
        Work awaited = new Work(0.5, 0.5, 4, new Work.Delay(2, 0.05, 0.01));

        assertThat(ExpectedCost.usd(pools, awaited, 0))
                .isCloseTo(0.2 * 0.5 * (1 + 0.1 / 4) + 0.03 + 2 * 0.05, within(1e-12));
    }

    @Test
    void anUnknownPriceCountsAsOnDemand() {
        pools.unknownPrice(0, 0.6);

        assertThat(ExpectedCost.usd(pools, HALF_HOUR, 0)).isEqualTo(0.3);
    }

    @Test
    void withoutAnyPriceOrAnySuccessNothingIsToBeHad() {
        pools.noPrice(0);
        assertThat(ExpectedCost.usd(pools, HALF_HOUR, 0)).isInfinite();

        pools.price(0, 0);
        pools.risk(0, Purchase.SPOT, 0, 0);
        assertThat(ExpectedCost.usd(pools, HALF_HOUR, 0)).isInfinite();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.01, Double.POSITIVE_INFINITY})
    void refusesPricesThatAreNoneAndNamesThePool(double price) {
        assertThatThrownBy(() -> pools.price(0, price))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("price of pool 0")
                .hasMessageContaining(Double.toString(price));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-300, 1e-12, 1e-6, 0.01, 0.1, 0.2499, 0.25, 0.2501, 1, 30})
    void redoesAsTheFormulaSaysAtEveryHazard(double x) {
        double exact = x == 0 ? 1 : Math.expm1(x) / x;

        assertThat(ExpectedCost.redo(x)).isCloseTo(exact, within(1e-12 * exact));
    }

    @Test
    void aHazardBeyondAllReasonMakesThePoolUnusableAndNotAnError() {
        pools.risk(0, Purchase.SPOT, 1e300, 1);

        assertThat(ExpectedCost.usd(pools, HALF_HOUR, 0)).isInfinite();
    }

    @Test
    void aFreePoolStaysFreeOrUnusableButNeverNotANumber() {
        pools.price(0, 0);
        assertThat(ExpectedCost.usd(pools, HALF_HOUR, 0)).isZero();

        pools.risk(0, Purchase.SPOT, 1e300, 1);
        assertThat(ExpectedCost.usd(pools, HALF_HOUR, 0)).isInfinite();
    }

    @Test
    void cutsBatchesToTheHazard() {
        double overhead = 30 / 3600.0;

        assertThat(ExpectedCost.batchHours(0.3, overhead, 0.01, 4)).isCloseTo(0.236, within(0.001));
        assertThat(ExpectedCost.batchHours(0, overhead, 0.01, 4)).isEqualTo(4);
        assertThat(ExpectedCost.batchHours(0, 0, 0.01, 4)).isEqualTo(4);
        assertThat(ExpectedCost.batchHours(1e9, overhead, 0.01, 4)).isEqualTo(0.01);
    }
}
