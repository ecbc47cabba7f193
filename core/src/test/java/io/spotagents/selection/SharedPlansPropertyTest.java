package io.spotagents.selection;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.fleet.LivedMarket;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of the plans of several templates together, on a hundred markets. */
class SharedPlansPropertyTest {

    @ParameterizedTest
    @MethodSource("seeds")
    void askNoPoolForMoreThanItMayBeAskedForByAllTogether(long seed) {
        Case one = new Case(seed);

        Map<String, Integer> asked = new HashMap<>();
        Map<String, Integer> allowed = new HashMap<>();
        for (Plan plan : one.plans()) {
            for (Pick pick : plan.picks()) {
                Pool pool = pick.offer().pool();
                String name = pick.source() + " " + pool;
                asked.merge(name, pick.count(), Integer::sum);
                allowed.put(name, one.outlook.mostAtOnce(pick.source(), pool));
                assertThat(one.outlook.whyNot(pick.source(), pool)).isEmpty();
            }
        }

        assertThat(asked)
                .allSatisfy((name, count) -> assertThat(count).isBetween(1, allowed.get(name)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void keepToWhatEachRequestWantsAndAllows(long seed) {
        Case one = new Case(seed);

        for (Plan plan : one.plans()) {
            Request.Conditions conditions = plan.request().conditions();
            int picked = plan.picks().stream().mapToInt(Pick::count).sum();
            double rate = plan.picks().stream().mapToDouble(Case::usdPerHour).sum();

            assertThat(picked + plan.unmet()).isEqualTo(plan.request().count());
            assertThat(plan.answer().unmetBy().isPresent()).isEqualTo(plan.unmet() > 0);
            assertThat(plan.picks())
                    .extracting(pick -> pick.source() + pick.offer().pool())
                    .doesNotHaveDuplicates();
            assertThat(rate)
                    .isLessThanOrEqualTo(1e-6 + Weighing.usd(conditions.limits().hourlyRate()));
            assertThat(plan.picks())
                    .allSatisfy(
                            pick ->
                                    assertThat(Case.usdPerHour(pick) / pick.count())
                                            .isLessThanOrEqualTo(
                                                    1e-9
                                                            + Weighing.usd(
                                                                    conditions
                                                                            .limits()
                                                                            .hourlyPrice())));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void putOnSpotNoMoreThanMayBeReclaimed(long seed) {
        Case one = new Case(seed);

        for (Plan plan : one.plans()) {
            int spot =
                    plan.picks().stream()
                            .filter(pick -> pick.offer().pool().purchase().isReclaimed())
                            .mapToInt(Pick::count)
                            .sum();
            int lasting =
                    plan.request().need().purchases() == PurchaseChoice.SPOT
                            ? 0
                            : plan.request().conditions().lasting();

            assertThat(spot).isLessThanOrEqualTo(plan.request().count() - lasting);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void areTheSameInWhateverOrderTheRequestsCome(long seed) {
        Case one = new Case(seed);
        List<Request> shuffled = new ArrayList<>(one.requests);
        Collections.shuffle(shuffled, new Random(seed));

        List<Plan> plans = Case.policy().selectAll(shuffled, one.market.market(), one.outlook);

        assertThat(plans).containsExactlyInAnyOrderElementsOf(one.plans());
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    /** A market and templates that a seed makes up. */
    private static final class Case {
        private final LivedMarket market;
        private final Outlook outlook;
        private final List<Request> requests;

        private Case(long seed) {
            Random random = new Random(seed);
            market = new LivedMarket(seed, 60, 2);
            market.live(random.nextInt(80));
            outlook = market.outlook();
            requests =
                    market.requests(1 + random.nextInt(6), 1 + random.nextInt(300)).stream()
                            .map(request -> with(request, random))
                            .toList();
        }

        private static Request with(Request request, Random random) {
            Request.Limits limits =
                    new Request.Limits(
                            maybe(random, 0.05 + random.nextDouble() / 4),
                            maybe(random, 0.1 + 4 * random.nextDouble()));
            Request.Conditions conditions =
                    new Request.Conditions(
                            random.nextInt(request.count() + 1),
                            Optional.of(Duration.ofMinutes(1 + random.nextInt(60))),
                            limits,
                            Request.Thrift.values()[random.nextInt(2)]);
            return new Request(request.template(), request.need(), request.count(), conditions);
        }

        private static Optional<Usd> maybe(Random random, double dollars) {
            return random.nextBoolean() ? Optional.of(Usd.of(dollars)) : Optional.empty();
        }

        private static SelectionPolicy policy() {
            return new RiskPriced(RiskPriced.Terms.USUAL);
        }

        private List<Plan> plans() {
            return policy().selectAll(requests, market.market(), outlook);
        }

        private static double usdPerHour(Pick pick) {
            boolean isPaid = pick.offer().pool().purchase() == Purchase.COMMITMENT;
            return isPaid ? 0 : pick.count() * pick.offer().reckonedPrice().orElseThrow().dollars();
        }
    }
}
