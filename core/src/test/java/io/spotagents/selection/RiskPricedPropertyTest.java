package io.spotagents.selection;

import static io.spotagents.selection.RiskPricedTest.asked;
import static io.spotagents.selection.RiskPricedTest.market;
import static io.spotagents.selection.RiskPricedTest.offer;
import static io.spotagents.selection.RiskPricedTest.policy;
import static io.spotagents.selection.RiskPricedTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.testing.FakeOutlook;
import io.spotagents.testing.Pools;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every market, on a hundred of them. */
class RiskPricedPropertyTest {

    @ParameterizedTest
    @MethodSource("seeds")
    void plansWhatIsWantedAndNeverMore(long seed) {
        Case one = new Case(seed);

        Plan plan = one.plan(one.offers);

        int picked = plan.picks().stream().mapToInt(Pick::count).sum();
        assertThat(picked + plan.unmet()).isEqualTo(one.count);
        assertThat(plan.picks()).allSatisfy(pick -> assertThat(pick.count()).isPositive());
        assertThat(plan.picks()).extracting(pick -> pick.offer().pool()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void asksNoPoolThatMayNotBeAskedNorForMoreThanItIsTrustedWith(long seed) {
        Case one = new Case(seed);

        Plan plan = one.plan(one.offers);

        assertThat(plan.picks())
                .allSatisfy(
                        pick ->
                                assertThat(pick.count())
                                        .isLessThanOrEqualTo(
                                                one.outlook.mostAtOnce(
                                                        pick.source(), pick.offer().pool())));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void doesNotDependOnTheOrderOfOffers(long seed) {
        Case one = new Case(seed);
        List<Offer> shuffled = new ArrayList<>(one.offers);
        Collections.shuffle(shuffled, new Random(seed + 1));

        assertThat(one.plan(shuffled)).isEqualTo(one.plan(one.offers));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSameInputGivesTheSamePlanWhateverWasAskedBefore(long seed) {
        SelectionPolicy policy = policy();
        Case one = new Case(seed);

        Plan first = one.plan(policy, one.offers);
        new Case(seed + 1_000).plan(policy, new Case(seed + 1_000).offers);

        assertThat(one.plan(policy, one.offers)).isEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aWorsePriceNeverBringsAPoolMore(long seed) {
        Case one = new Case(seed);
        Random random = new Random(seed + 2);
        int dearer = random.nextInt(one.offers.size());
        Offer before = one.offers.get(dearer);
        List<Offer> changed = new ArrayList<>(one.offers);
        double factor = 1 + random.nextDouble();
        changed.set(
                dearer,
                offer(before.pool(), before.hourlyPrice().orElseThrow().dollars() * factor));

        int asked = asked(one.plan(one.offers), before.pool());
        int askedDearer = asked(one.plan(changed), before.pool());

        assertThat(askedDearer).isLessThanOrEqualTo(asked);
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    /** A market that a seed makes up. */
    private static final class Case {
        private final FakeOutlook outlook = new FakeOutlook();
        private final List<Offer> offers = new ArrayList<>();
        private final int count;

        private Case(long seed) {
            Random random = new Random(seed);
            count = 1 + random.nextInt(200);
            int pools = 1 + random.nextInt(12);
            for (int i = 0; i < pools; i++) {
                Purchase purchase = random.nextInt(5) == 0 ? Purchase.ON_DEMAND : Purchase.SPOT;
                Pool pool = Pools.pool("zone" + i % 3, "m" + i + ".large", purchase);
                double price = 0.2 + 0.4 * random.nextDouble();
                offers.add(offer(pool, purchase == Purchase.SPOT ? price : 3 * price));
                outlook.hazard(pool, random.nextDouble())
                        .most(pool, 1 + random.nextInt(100))
                        .success(pool, 0.05 + 0.9 * random.nextDouble())
                        .held(pool, random.nextInt(20));
                if (random.nextInt(6) == 0) {
                    outlook.blocked(pool, "sold out");
                }
            }
        }

        private Plan plan(List<Offer> of) {
            return plan(policy(), of);
        }

        private Plan plan(SelectionPolicy policy, List<Offer> of) {
            Request request = request(count, PurchaseChoice.SPOT_THEN_ON_DEMAND);
            return policy.select(request, market(of.toArray(Offer[]::new)), outlook);
        }
    }
}
