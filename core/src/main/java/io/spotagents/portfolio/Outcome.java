package io.spotagents.portfolio;

import java.util.Locale;

/**
 * What came of a demand.
 *
 * @param placed instances to ask for
 * @param unmet instances that no pool is to be asked for now
 * @param unmetBy the limit that has to give way first for more; {@link Bound#NONE} if met
 * @param chance what may be lost at once, for these instances and those held
 */
public record Outcome(int placed, int unmet, Bound unmetBy, Chance chance) {

    /**
     * The answer about large losses.
     *
     * @param probability that more than the share accepted is lost within 15 minutes
     * @param met whether that is within what was asked for; if not, no usable pools would do even
     *     at 64 times the weight, and the plan is the one at the weight asked for
     * @param priceUsd weight of co-loss that the plan was made with
     */
    public record Chance(double probability, boolean met, double priceUsd) {}

    /** Whether all that was wanted is placed, and safely enough. */
    public boolean isMet() {
        return unmet == 0 && chance.met();
    }

    /** One sentence for people. */
    public String explained() {
        String count =
                unmet == 0
                        ? "all " + placed + " instances placed"
                        : placed + " placed, " + unmet + " cannot be had: " + unmetBy.reason();
        return chance.met()
                ? count
                : count
                        + String.format(
                                Locale.ROOT,
                                "; a large loss within 15 minutes has a probability of %.1f %%,"
                                        + " and no usable pools make it rare enough",
                                100 * chance.probability());
    }
}
