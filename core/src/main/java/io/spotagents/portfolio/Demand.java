package io.spotagents.portfolio;

/**
 * Instances wanted for one kind of work.
 *
 * @param count instances wanted in addition to those held, 0 or more
 * @param limits what the new instances may cost
 * @param risk how much it matters that many are lost at once
 */
public record Demand(int count, Work work, Limits limits, Risk risk) {
    public Demand {
        Checks.within("count", count, Integer.MAX_VALUE / 2);
    }

    /**
     * What the new instances may cost; infinity where there is no limit.
     *
     * @param maxUsdPerHour highest price of one instance for one hour
     * @param budgetUsdPerHour highest price of all new instances together for one hour
     */
    public record Limits(double maxUsdPerHour, double budgetUsdPerHour) {

        /** No limit. */
        public static final Limits NONE =
                new Limits(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

        public Limits {
            Checks.limit("maxUsdPerHour", maxUsdPerHour);
            Checks.limit("budgetUsdPerHour", budgetUsdPerHour);
        }
    }

    /**
     * How much it matters that many instances are lost at once.
     *
     * @param priceUsd weight of co-loss against cost: what one unit of variance of the share lost
     *     within 15 minutes is worth, in dollars for each unit of work; 0 looks at cost alone
     * @param lossShare a loss of more than this share of all instances within 15 minutes is a large
     *     one, 0 to 1
     * @param maxProbability highest probability of a large loss that is accepted without paying
     *     more for calmer or better spread pools; 1 accepts all
     */
    public record Risk(double priceUsd, double lossShare, double maxProbability) {

        /** Cost alone. */
        public static final Risk IGNORED = new Risk(0, 1, 1);

        public Risk {
            Checks.notNegative("priceUsd", priceUsd);
            Checks.probability("lossShare", lossShare);
            Checks.probability("maxProbability", maxProbability);
        }

        /** The usual bar: not more than 30 % lost within 15 minutes, but once in a hundred. */
        public static Risk usual(double priceUsd) {
            return new Risk(priceUsd, 0.3, 0.01);
        }
    }
}
