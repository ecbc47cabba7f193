package io.spotagents.cost;

/** How near a budget is to its end, in the order of nearness. */
public enum BudgetStage {
    /** Far from it. */
    NORMAL,
    /** From 80 % on: the cheapest choice, even if it is slower or at more risk. */
    CHEAPER,
    /** From 95 % on: what runs goes on, and nothing is launched. */
    NOTHING_NEW,
    /** All of it is spent: what runs finishes or stops, as configured. */
    SPENT;

    /** A weight on speed or safety, as it counts in this stage: as usual, or not at all. */
    public double weight(double usual) {
        return this == NORMAL ? usual : 0;
    }

    /** Whether anything may be launched, if its cost fits as well. */
    public boolean admitsNew() {
        return this == NORMAL || this == CHEAPER;
    }
}
