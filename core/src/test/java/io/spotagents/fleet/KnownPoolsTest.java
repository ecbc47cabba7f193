package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.selection.FactsSeen;
import io.spotagents.selection.Outlook;
import io.spotagents.selection.Request;
import io.spotagents.selection.RiskPriced;
import io.spotagents.selection.SelectionPolicy;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept for speed must not show, so it is compared with what is worked out anew. */
class KnownPoolsTest {

    private static final int STEPS = 4;

    @ParameterizedTest
    @MethodSource("seeds")
    void tellsOfAllPoolsWhatItTellsOfEach(long seed) {
        LivedMarket market = new LivedMarket(seed, 120, 2);
        FactsSeen.Rows rows = new FactsSeen.Rows();

        for (int step = 0; step < STEPS; step++) {
            pass(market, step);
            Outlook outlook = market.outlook();

            assertThat(rows.atOnce(outlook, market.market()))
                    .isEqualTo(rows.oneByOne(outlook, market.market()));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void plansTheSameWithWhatWasKeptAsWithoutIt(long seed) {
        LivedMarket market = new LivedMarket(seed, 120, 2);
        SelectionPolicy kept = new RiskPriced(RiskPriced.Terms.USUAL);
        List<Request> requests = market.requests(3, 200);

        for (int step = 0; step < STEPS; step++) {
            pass(market, step);
            Outlook outlook = market.outlook();
            SelectionPolicy fresh = new RiskPriced(RiskPriced.Terms.USUAL);

            assertThat(kept.selectAll(requests, market.market(), outlook))
                    .isEqualTo(
                            fresh.selectAll(
                                    requests, market.market(), FactsSeen.askingOneByOne(outlook)));
        }
    }

    private static void pass(LivedMarket market, int step) {
        market.live(15);
        if (step % 2 == 1) {
            market.reprice();
        }
        if (step % 3 == 2) {
            market.reshuffle();
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }
}
