package io.spotagents.sim;

import io.spotagents.deadline.DeadlinePolicy;
import io.spotagents.deadline.Greedy;
import io.spotagents.deadline.MarkovDecision;
import io.spotagents.deadline.UniformProgress;
import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.selection.OnDemandOnly;
import io.spotagents.selection.Pick;
import io.spotagents.selection.Plan;
import io.spotagents.selection.Request;
import io.spotagents.selection.RiskPriced;
import io.spotagents.selection.SelectionPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Our policy, and the yardsticks that always run along, from the bluntest to one that reads the
 * future. Those whose comment says that they cheat look at pools that they have not asked.
 */
final class Contenders {

    /** The name of the policy that runs in production. */
    static final String OURS = "spot-agents";

    private Contenders() {}

    static List<Contender> all() {
        return List.of(
                new Named(OURS, Contenders::ours),
                new Named("on-demand", run -> new OnDemandOnly()),
                new Named("cheapest", run -> onePool(Contenders::price)),
                new Named("cheapest-up", Contenders::cheapestUp),
                new Named("karpenter-like", KarpenterLike::new),
                new Named("even-spread", run -> new EvenSpread()),
                new Named("spothedge-like", SpotHedgeLike::new),
                new Named("random", Contenders::random),
                new Named("clairvoyant", Contenders::clairvoyant));
    }

    /**
     * Yardsticks for work with a deadline: our pools, chosen as ours are, by other rules of time.
     */
    static List<Contender> inTime() {
        return List.of(
                new InTime(OURS + "-greedy", Greedy::new),
                new InTime(OURS + "-uniform", () -> new SinceItsStart(new UniformProgress())),
                new InTime(OURS + "-markov", MarkovDecision::new));
    }

    /** The production policy, told how long a unit takes. */
    private static SelectionPolicy ours(Contender.Run run) {
        double hours = run.work().unit().toMillis() / 3_600_000.0;
        return new RiskPriced(RiskPriced.Terms.USUAL.withUnit(hours));
    }

    /** Always the cheapest spot pool by price alone, whether or not it has anything. */
    private static SelectionPolicy onePool(ToDoubleFunction<Offer> badness) {
        return (request, market, availability) ->
                everything(request, spot(market).min(byBadness(badness)), "cheapest");
    }

    /** Cheats: the cheapest spot pool that is up at this moment; on demand if none is. */
    private static SelectionPolicy cheapestUp(Contender.Run run) {
        return upWith(run, Contenders::price);
    }

    /** Cheats: of the pools that are up, a random one each time. */
    private static SelectionPolicy random(Contender.Run run) {
        Random random = new Random(run.seed());
        return (request, market, availability) -> {
            List<Offer> up = spot(market).filter(offer -> isUp(run, offer.pool())).toList();
            Optional<Offer> any =
                    up.isEmpty()
                            ? Optional.empty()
                            : Optional.of(up.get(random.nextInt(up.size())));
            return everything(request, any.or(() -> onDemand(market)), "random");
        };
    }

    /** Cheats: knows when each pool will be lost, and counts what the loss will cost. */
    private static SelectionPolicy clairvoyant(Contender.Run run) {
        return upWith(run, offer -> price(offer) * lostShare(run, offer.pool()));
    }

    /** How much longer the work of a unit lasts there, with what the next loss takes. */
    private static double lostShare(Contender.Run run, Pool pool) {
        Instant now = run.time().instant();
        double unit = run.work().unit().toMillis();
        double left =
                truth(run, pool)
                        .nextDrop(now)
                        .map(drop -> (double) drop.toEpochMilli() - now.toEpochMilli())
                        .orElse(Double.MAX_VALUE);
        double usable = left - CloudRules.AWS.boot().toMillis();
        double whole = Math.floor(usable / unit) * unit;
        return whole <= 0 ? 1e6 : left < 1e12 ? left / whole : 1;
    }

    private static SelectionPolicy upWith(Contender.Run run, ToDoubleFunction<Offer> badness) {
        return (request, market, availability) -> {
            Optional<Offer> best =
                    spot(market).filter(offer -> isUp(run, offer.pool())).min(byBadness(badness));
            return everything(request, best.or(() -> onDemand(market)), "cheapest that is up");
        };
    }

    /** Whether it has something, and no notice says that it will be gone. */
    static boolean isUp(Contender.Run run, Pool pool) {
        Instant now = run.time().instant();
        Instant noticed = now.plus(CloudRules.AWS.notice());
        SimulatedPool truth = truth(run, pool);
        return truth.availableAt(now) > 0 && truth.availableAt(noticed) > 0;
    }

    private static SimulatedPool truth(Contender.Run run, Pool pool) {
        return run.pools().stream().filter(p -> p.pool().equals(pool)).findFirst().orElseThrow();
    }

    /** Without those that have no price: yardsticks go by price. */
    static Stream<Offer> spot(MarketSnapshot market) {
        return market.offers(ReplayRun.SOURCE).stream()
                .filter(offer -> offer.pool().purchase() == Purchase.SPOT)
                .filter(offer -> offer.reckonedPrice().isPresent());
    }

    static Optional<Offer> onDemand(MarketSnapshot market) {
        return market.offers(ReplayRun.SOURCE).stream()
                .filter(offer -> offer.pool().purchase() == Purchase.ON_DEMAND)
                .filter(offer -> offer.reckonedPrice().isPresent())
                .min(byBadness(Contenders::price));
    }

    static double price(Offer offer) {
        return offer.reckonedPrice().orElseThrow().micros() / 1e6;
    }

    static Comparator<Offer> byBadness(ToDoubleFunction<Offer> badness) {
        return Comparator.comparingDouble(badness).thenComparing(Offer::pool);
    }

    static Plan everything(Request request, Optional<Offer> offer, String reason) {
        List<Pick> picks =
                offer.stream()
                        .map(o -> new Pick(ReplayRun.SOURCE, o, request.count(), reason))
                        .toList();
        return new Plan(request, picks, List.of(), picks.isEmpty() ? request.count() : 0);
    }

    /** As many of each as nearly equal as whole instances allow, the first ones first. */
    static Plan evenly(Request request, List<Offer> offers, String reason) {
        List<Pick> picks = new ArrayList<>();
        for (int i = 0; i < offers.size(); i++) {
            int count = (request.count() + offers.size() - 1 - i) / offers.size();
            if (count > 0) {
                picks.add(new Pick(ReplayRun.SOURCE, offers.get(i), count, reason));
            }
        }
        return new Plan(request, picks, List.of(), picks.isEmpty() ? request.count() : 0);
    }

    private record InTime(String name, Supplier<DeadlinePolicy> rule) implements Contender {
        @Override
        public SelectionPolicy policy(Run run) {
            return ours(run);
        }

        @Override
        public DeadlinePolicy deadlines() {
            return rule.get();
        }
    }

    private record Named(String name, Function<Contender.Run, SelectionPolicy> make)
            implements Contender {
        @Override
        public SelectionPolicy policy(Run run) {
            return make.apply(run);
        }
    }
}
