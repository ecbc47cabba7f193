package io.spotagents.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import io.spotagents.model.TemplateKey;
import io.spotagents.selection.Need;
import io.spotagents.selection.Pick;
import io.spotagents.selection.Plan;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.selection.Request;
import io.spotagents.selection.SelectionPolicy;
import io.spotagents.testing.FakeOutlook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ContendersTest {

    /** Down at first, the cheapest. */
    private static final SimulatedPool DOWN = Market.pool("a", "m", 0.1, 0, 0, 0, 9, 9, 9, 9, 9);

    /** Up, and lost before a unit of work is done. */
    private static final SimulatedPool SHORT = Market.pool("b", "m", 0.2, 9, 9, 0, 0, 0, 0, 0, 0);

    /** Up for long, the dearest. */
    private static final SimulatedPool LASTING = Market.pool("c", "m", 0.4);

    private static final List<SimulatedPool> POOLS = List.of(DOWN, SHORT, LASTING);

    private final SimulatedTime time = new SimulatedTime(SimulatedPool.BEGIN);
    private final Troubles troubles = new Troubles();
    private final FakeOutlook outlook = new FakeOutlook();

    @Test
    void onDemandAsksForNothingElse() {
        assertThat(asked("on-demand")).containsOnlyKeys(onDemand(DOWN));
    }

    @Test
    void cheapestGoesByPriceAlone() {
        assertThat(asked("cheapest")).containsOnlyKeys(DOWN.pool());
    }

    @Test
    void cheapestUpKnowsWhichPoolsAreUp() {
        assertThat(asked("cheapest-up")).containsOnlyKeys(SHORT.pool());
    }

    @Test
    void clairvoyantKnowsWhichPoolsWillBeLost() {
        assertThat(asked("clairvoyant")).containsOnlyKeys(LASTING.pool());
    }

    @Test
    void randomTakesAnyPoolThatIsUp() {
        TreeSet<Pool> seen = new TreeSet<>();
        SelectionPolicy random = policy("random");
        for (int i = 0; i < 50; i++) {
            seen.addAll(asked(random).keySet());
        }

        assertThat(seen).containsExactly(SHORT.pool(), LASTING.pool());
    }

    @Test
    void randomIsTheSameForTheSameSeed() {
        List<Map<Pool, Integer>> once = new ArrayList<>();
        List<Map<Pool, Integer>> twice = new ArrayList<>();
        SelectionPolicy first = policy("random");
        SelectionPolicy second = policy("random");
        for (int i = 0; i < 20; i++) {
            once.add(asked(first));
            twice.add(asked(second));
        }

        assertThat(once).isEqualTo(twice);
    }

    @Test
    void thoseThatSeeNothingUpGoOnDemand() {
        List<SimulatedPool> down = List.of(DOWN);

        for (String name : List.of("cheapest-up", "random", "clairvoyant")) {
            assertThat(asked(policy(name, down), down)).as(name).containsOnlyKeys(onDemand(DOWN));
        }
    }

    @Test
    void karpenterLikeForgetsRefusalsAfterThreeMinutes() {
        SelectionPolicy karpenter = policy("karpenter-like");
        assertThat(asked(karpenter)).containsOnlyKeys(DOWN.pool());

        troubles.learned(DOWN.pool(), time.instant());
        assertThat(asked(karpenter)).containsOnlyKeys(SHORT.pool());

        pass(Duration.ofMinutes(3));
        assertThat(asked(karpenter)).containsOnlyKeys(DOWN.pool());
    }

    @Test
    void karpenterLikeGoesOnDemandWhenAllHaveRefused() {
        POOLS.forEach(pool -> troubles.learned(pool.pool(), time.instant()));

        assertThat(asked("karpenter-like")).containsOnlyKeys(onDemand(DOWN));
    }

    @Test
    void evenSpreadAsksEveryPoolThatMayBeAsked() {
        outlook.blocked(DOWN.pool(), "sold out");

        assertThat(asked("even-spread")).isEqualTo(Map.of(SHORT.pool(), 5, LASTING.pool(), 5));
    }

    @Test
    void spotHedgeLikeAvoidsPoolsThatGaveTrouble() {
        troubles.learned(DOWN.pool(), time.instant());

        assertThat(asked("spothedge-like")).isEqualTo(Map.of(SHORT.pool(), 5, LASTING.pool(), 5));
    }

    @Test
    void spotHedgeLikeForgivesAllWhenFewerThanTwoAreLeft() {
        troubles.learned(DOWN.pool(), time.instant());
        troubles.learned(SHORT.pool(), time.instant());

        assertThat(asked("spothedge-like"))
                .containsOnlyKeys(DOWN.pool(), SHORT.pool(), LASTING.pool());
    }

    @Test
    void noneAsksForMoreThanIsWanted() {
        for (Contender contender : Contenders.all()) {
            int sum = asked(contender.name()).values().stream().mapToInt(n -> n).sum();
            assertThat(sum).as(contender.name()).isEqualTo(10);
        }
    }

    private Map<Pool, Integer> asked(String name) {
        return asked(policy(name));
    }

    private Map<Pool, Integer> asked(SelectionPolicy policy) {
        return asked(policy, POOLS);
    }

    private Map<Pool, Integer> asked(SelectionPolicy policy, List<SimulatedPool> pools) {
        Instant now = time.instant();
        List<Offer> offers = new ArrayList<>();
        pools.forEach(pool -> offers.add(pool.spotOffer(now)));
        pools.forEach(pool -> offers.add(pool.onDemandOffer(now)));
        Need need =
                new Need(
                        new Size(1, 1),
                        OperatingSystem.LINUX,
                        PurchaseChoice.SPOT_THEN_ON_DEMAND,
                        new TreeSet<>(List.of(ReplayRun.SOURCE)));
        Request request = new Request(new TemplateKey("cloud", "template"), need, 10);
        MarketSnapshot market = MarketSnapshot.of(now, Map.of(ReplayRun.SOURCE, offers));
        Plan plan = policy.select(request, market, outlook);
        Map<Pool, Integer> asked = new TreeMap<>();
        for (Pick pick : plan.picks()) {
            asked.merge(pick.offer().pool(), pick.count(), Integer::sum);
        }
        return asked;
    }

    private SelectionPolicy policy(String name) {
        return policy(name, POOLS);
    }

    private SelectionPolicy policy(String name, List<SimulatedPool> pools) {
        Workload work = new Workload(10, Duration.ofMinutes(20), 1);
        return Contenders.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow()
                .policy(new Contender.Run(time, pools, work, troubles, 7));
    }

    private void pass(Duration duration) {
        List<Boolean> arrived = new ArrayList<>();
        time.after(duration, () -> arrived.add(true));
        while (arrived.isEmpty()) {
            time.runNext();
        }
    }

    private static Pool onDemand(SimulatedPool pool) {
        return pool.pool().with(Purchase.ON_DEMAND);
    }
}
