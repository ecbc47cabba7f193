package io.spotagents.portfolio;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts a decision into figures for people; off the path that has to be fast. */
final class Explanation {

    private static final Comparator<Share> MOST_FIRST =
            Comparator.comparingInt(Share::count).reversed();

    private final PoolColumns pools;
    private final Shortlist list;
    private final Greedy greedy;
    private final double[] costs;

    Explanation(PoolColumns pools, Shortlist list, Greedy greedy, double[] costs) {
        this.pools = pools;
        this.list = list;
        this.greedy = greedy;
        this.costs = costs;
    }

    /** The limit that has to give way first for more instances. */
    static Bound unmetBy(PoolColumns pools, Shortlist list, double[] costs) {
        if (list.isBoundBy(Bound.BUDGET_RATE)) {
            return Bound.BUDGET_RATE;
        }
        if (list.isBoundBy(Bound.QUOTA)) {
            return Bound.QUOTA;
        }
        Bound worst = Bound.NO_POOL;
        boolean[] isListed = new boolean[pools.size()];
        for (int at = 0; at < list.size; at++) {
            isListed[list.row[at]] = list.cap[at] > 0;
        }
        for (int row = 0; row < pools.size(); row++) {
            Bound bound = isListed[row] ? Bound.CAP : unlisted(pools, row, costs[row]);
            worst = easier(worst, bound);
        }
        return worst;
    }

    /** Why a pool is not on a list that holds all that may be used. */
    private static Bound unlisted(PoolColumns pools, int row, double cost) {
        if (pools.price[row] == PoolColumns.NO_PRICE) {
            return Bound.NO_PRICE;
        }
        if (cost == Double.POSITIVE_INFINITY) {
            return Bound.HOPELESS;
        }
        return pools.cap[row] == 0 ? Bound.CAP : Bound.MAXIMUM_PRICE;
    }

    /** Of two limits, that which a person can lift more easily. */
    private static Bound easier(Bound one, Bound other) {
        return ease(other) > ease(one) ? other : one;
    }

    private static int ease(Bound bound) {
        return switch (bound) {
            case NO_POOL -> 0;
            case HOPELESS -> 1;
            case NO_PRICE -> 2;
            case NONE, COST, CAP -> 3;
            case MAXIMUM_PRICE -> 4;
            case QUOTA -> 5;
            case BUDGET_RATE -> 6;
        };
    }

    List<Share> of(Demand demand, int mostRejected) {
        List<Share> shares = new ArrayList<>();
        for (int at = 0; at < list.size; at++) {
            if (list.count[at] > 0) {
                shares.add(listed(at));
            }
        }
        shares.sort(MOST_FIRST);
        for (int row : bestRejected(mostRejected)) {
            int at = position(row);
            shares.add(at >= 0 && list.cap[at] > 0 ? listed(at) : beyond(row, demand));
        }
        return shares;
    }

    private Share listed(int at) {
        return share(list.row[at], list.count[at], greedy.marginal(at), list.bound[at]);
    }

    private Share beyond(int row, Demand demand) {
        boolean isTooDear = pools.price[row] > demand.limits().maxUsdPerHour();
        Bound why = isTooDear ? Bound.MAXIMUM_PRICE : Bound.COST;
        Bound bound = pools.cap[row] == 0 ? Bound.CAP : why;
        boolean isUnusable = costs[row] == Double.POSITIVE_INFINITY;
        return share(row, 0, costs[row], isUnusable ? unlisted(pools, row, costs[row]) : bound);
    }

    private Share share(int row, int count, double marginal, Bound bound) {
        Share.Figures figures =
                new Share.Figures(pools.price[row], pools.hazard[row], costs[row], marginal);
        return new Share(row, count, figures, bound);
    }

    /** The cheapest that got nothing, by cost and then rank. */
    private List<Integer> bestRejected(int most) {
        List<Integer> best = new ArrayList<>();
        boolean[] isChosen = new boolean[pools.size()];
        for (int at = 0; at < list.size; at++) {
            isChosen[list.row[at]] = list.count[at] > 0;
        }
        for (int row = 0; row < pools.size(); row++) {
            if (!isChosen[row]) {
                insert(best, row, most);
            }
        }
        return best;
    }

    private void insert(List<Integer> best, int row, int most) {
        int at = best.size();
        while (at > 0 && precedes(row, best.get(at - 1))) {
            at--;
        }
        if (at < most) {
            best.add(at, row);
            if (best.size() > most) {
                best.remove(most);
            }
        }
    }

    private boolean precedes(int row, int other) {
        return costs[row] < costs[other]
                || (costs[row] == costs[other] && pools.rank[row] < pools.rank[other]);
    }

    private int position(int row) {
        for (int at = 0; at < list.size; at++) {
            if (list.row[at] == row) {
                return at;
            }
        }
        return -1;
    }
}
