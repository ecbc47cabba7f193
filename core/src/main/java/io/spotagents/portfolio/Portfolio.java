package io.spotagents.portfolio;

import java.util.List;

/**
 * Spreads the instances of one demand over pools. Minimises
 *
 * <pre>
 *   sum e_i x_i + theta / (2 N) sum rho_ij s_i s_j x_i x_j
 * </pre>
 *
 * with e the {@link ExpectedCost}, x the instances held and asked for, N their sum, s the standard
 * deviation of losing the pool within 15 minutes, and rho the co-loss of two pools: 1 for the same,
 * 0.43 in a region and family, 0.2 in a region, 0.14 in a cloud, 0.02 otherwise. If a large loss is
 * likelier than accepted, theta is raised until it is not. There are no caps on a pool's share:
 * they force flaky pools in, and lose more.
 *
 * <p>The same pools and demand give the same answer, in whatever order the rows come. Not
 * thread-safe: arrays are kept for the next decision, and answers hold until then.
 */
public final class Portfolio {

    private static final int FIRST_SHORTLIST = 512;
    private static final int BUDGET_STEPS = 6;
    private static final double BUDGET_STEP = 4;

    /**
     * The weight of risk is raised to 4 and then 64 times itself or the cost of an instance, and
     * lowered again in two halvings of what lies between (by ratio): few passes, because the time
     * of a decision is bounded, and a weight beyond buys pools at any price.
     */
    private static final double FIRST_RAISE = 4;

    private static final double RAISE = 16;
    private static final int RAISES = 2;
    private static final double LEAST_WEIGHT = 1e-6;

    private final Cheapest candidates = new Cheapest();
    private final Shortlist list = new Shortlist();
    private final Greedy greedy = new Greedy(list);
    private final LossTail tail = new LossTail(list);
    private final int firstShortlist;
    private double[] costs = new double[0];
    private double beyondShortlist;
    private long held;
    private double pricePenalty;
    private double calmProbability;

    public Portfolio() {
        this(FIRST_SHORTLIST);
    }

    /**
     * With a number of candidates to begin with. It has no effect on any answer: where more are
     * needed, more are taken.
     */
    Portfolio(int firstShortlist) {
        this.firstShortlist = firstShortlist;
    }

    /** Decides; {@link #forEachChosen} and {@link #explain} tell more until the next call. */
    public Outcome allocate(PoolColumns pools, Demand demand) {
        score(pools, demand.work());
        return decide(pools, demand);
    }

    /**
     * As without surcharges, with what a pool's instances are worth to other demands.
     *
     * @param surcharges dollars a unit to add to each row's cost, 0 or more; what they would cost
     *     others
     */
    public Outcome allocate(PoolColumns pools, Demand demand, double[] surcharges) {
        score(pools, demand.work());
        for (int row = 0; row < pools.size(); row++) {
            costs[row] += Checks.notNegative("surcharge", row, surcharges[row]);
        }
        return decide(pools, demand);
    }

    /**
     * Decides by costs that the caller has worked out, as {@link ExpectedCost#usd} would.
     *
     * @param unitCosts dollars for a unit by row, infinity where it cannot be had; read, not kept
     */
    public Outcome allocateAt(PoolColumns pools, Demand demand, double[] unitCosts) {
        if (costs.length < pools.size()) {
            costs = new double[pools.size()];
        }
        System.arraycopy(unitCosts, 0, costs, 0, pools.size());
        return decide(pools, demand);
    }

    /** Hands over each pool that instances are to be asked of, in an order free of chance. */
    public void forEachChosen(ChosenPool consumer) {
        for (int at = 0; at < list.size; at++) {
            if (list.count[at] > 0) {
                consumer.take(list.row[at], list.count[at]);
            }
        }
    }

    /**
     * The chosen pools, those with most instances first, and after them the best that were
     * rejected, cheapest first; for the pools and the demand of the last decision.
     */
    public List<Share> explain(PoolColumns pools, Demand demand, int mostRejected) {
        return new Explanation(pools, list, greedy, costs).of(demand, mostRejected);
    }

    private void score(PoolColumns pools, Work work) {
        if (costs.length < pools.size()) {
            costs = new double[pools.size()];
        }
        ExpectedCost.score(pools, work, costs);
    }

    private Outcome decide(PoolColumns pools, Demand demand) {
        consider(pools, demand);
        pricePenalty = 0;
        int unmet = pass(pools, demand, demand.risk().priceUsd());
        if (unmet > 0 && list.isBoundBy(Bound.BUDGET_RATE)) {
            unmet = stretchBudget(pools, demand, unmet);
        }
        Outcome.Chance chance = chance(pools, demand, unmet);
        Bound unmetBy = unmet == 0 ? Bound.NONE : Explanation.unmetBy(pools, list, costs);
        return new Outcome(demand.count() - unmet, unmet, unmetBy, chance);
    }

    private void consider(PoolColumns pools, Demand demand) {
        list.start(pools);
        candidates.start(costs, pools.rank, pools.size());
        held = 0;
        for (int row = 0; row < pools.size(); row++) {
            held += pools.held[row];
            if (pools.cap[row] > 0
                    && pools.price[row] <= demand.limits().maxUsdPerHour()
                    && costs[row] < Double.POSITIVE_INFINITY) {
                candidates.add(row);
            }
        }
        candidates.select(firstShortlist);
        while (capOfSelected(pools) < demand.count() && candidates.selected() < candidates.size()) {
            candidates.select(2 * candidates.selected());
        }
        shortlist(pools);
    }

    private long capOfSelected(PoolColumns pools) {
        long sum = 0;
        for (int index = 0; index < candidates.selected(); index++) {
            sum += pools.cap[candidates.row(index)];
        }
        return sum;
    }

    private void shortlist(PoolColumns pools) {
        list.fill(pools, candidates, costs);
        beyondShortlist = candidates.lowestBeyond();
    }

    /**
     * One spread at one weight of risk. No pool beyond the shortlist can be part of it if its cost
     * alone is above all that was paid for an instance; until that is so, the list grows.
     */
    private int pass(PoolColumns pools, Demand demand, double theta) {
        double perInstance = perInstance(demand, theta);
        while (true) {
            greedy.limits(pools, demand.limits().budgetUsdPerHour());
            int unmet = greedy.pass(demand.count(), perInstance, pricePenalty);
            boolean isComplete = candidates.selected() == candidates.size();
            if (isComplete || (unmet == 0 && greedy.highest() < beyondShortlist)) {
                return unmet;
            }
            candidates.select(2 * candidates.selected());
            shortlist(pools);
        }
    }

    private double perInstance(Demand demand, double theta) {
        return theta / Math.max(1, held + demand.count());
    }

    /** Looks more and more at the price of an hour, until the budget pays for all instances. */
    private int stretchBudget(PoolColumns pools, Demand demand, int unmetBefore) {
        int fewest = unmetBefore;
        double best = 0;
        double penalty = demand.work().unitHours() / BUDGET_STEP;
        for (int step = 0; step < BUDGET_STEPS && fewest > 0; step++) {
            pricePenalty = penalty;
            int unmet = pass(pools, demand, demand.risk().priceUsd());
            if (unmet < fewest) {
                fewest = unmet;
                best = penalty;
            }
            penalty *= BUDGET_STEP;
        }
        pricePenalty = best;
        return pass(pools, demand, demand.risk().priceUsd());
    }

    private Outcome.Chance chance(PoolColumns pools, Demand demand, int unmet) {
        double least = demand.risk().priceUsd();
        double probability = tail.probability(demand.risk().lossShare());
        if (probability <= demand.risk().maxProbability()) {
            return new Outcome.Chance(probability, true, least);
        }
        if (demand.count() == unmet) {
            return new Outcome.Chance(probability, false, least);
        }
        list.save();
        double low = least;
        double high = FIRST_RAISE * Math.max(least, Math.max(greedy.highest(), LEAST_WEIGHT));
        int raises = 1;
        while (!isCalm(pools, demand, unmet, high)) {
            if (raises == RAISES) {
                goBack(pools, demand, least);
                return new Outcome.Chance(probability, false, least);
            }
            raises++;
            low = high;
            high *= RAISE;
        }
        return lowered(pools, demand, unmet, new Weights(low, high));
    }

    private boolean isCalm(PoolColumns pools, Demand demand, int unmet, double theta) {
        if (pass(pools, demand, theta) > unmet) {
            return false;
        }
        double probability = tail.probability(demand.risk().lossShare());
        if (probability > demand.risk().maxProbability()) {
            return false;
        }
        calmProbability = probability;
        list.save();
        return true;
    }

    /** Makes the spread of a weight that was tried before stand in the list again. */
    private void goBack(PoolColumns pools, Demand demand, double theta) {
        if (list.restore()) {
            greedy.resume(perInstance(demand, theta));
        } else {
            pass(pools, demand, theta);
        }
    }

    private Outcome.Chance lowered(PoolColumns pools, Demand demand, int unmet, Weights found) {
        double low = found.low();
        double high = found.high();
        double middle = low == 0 ? high / 2 : Math.sqrt(low * high);
        if (isCalm(pools, demand, unmet, middle)) {
            high = middle;
        }
        goBack(pools, demand, high);
        return new Outcome.Chance(calmProbability, true, high);
    }

    /** Takes the pools of a plan, one by one. */
    @FunctionalInterface
    public interface ChosenPool {

        /** Ask the pool in this row for so many instances, at least 1. */
        void take(int row, int count);
    }

    /** A weight of risk that was too low, and one that was not. */
    private record Weights(double low, double high) {}
}
