package io.spotagents.portfolio;

/** What kept a pool from getting more instances, or a demand from being met. */
public enum Bound {
    /** Nothing: all that was wanted was placed. */
    NONE("nothing"),
    /** Other pools do the work for less. */
    COST("other pools do the work for less"),
    /** The pool may not be asked for more now: its launch budget or its depth. */
    CAP("no more may be asked of the pool now"),
    /** The quota of the account for this kind of instance is used up. */
    QUOTA("the quota is used up"),
    /** One instance costs more than the highest price allowed. */
    MAXIMUM_PRICE("dearer than the highest price allowed"),
    /** All instances together would cost more an hour than allowed. */
    BUDGET_RATE("what may be spent is used up"),
    /** Neither the price nor the on-demand price is known. */
    NO_PRICE("no price is known"),
    /** No launch would succeed, or no unit would ever end before the next reclaim. */
    HOPELESS("no work would get done there"),
    /** There is no pool at all. */
    NO_POOL("there is no pool");

    private final String reason;

    Bound(String reason) {
        this.reason = reason;
    }

    /** For people, as part of a sentence. */
    public String reason() {
        return reason;
    }
}
