package io.spotagents.hazard;

/** What one pool has been through. Times are hours of {@link SteadyTime}. */
final class PoolHazard {

    /** Losses no further apart than this are one event: a pool is taken back as one. */
    private static final double ONE_EVENT = 3 / 60.0 + 1e-9;

    /** Nobody knows what a pool did while it was not looked at for longer than this. */
    static final double UNWATCHED = 2;

    /** The age a pool is given when nothing tells how long it has been up. */
    private static final double UNKNOWN_AGE = 1;

    private static final double AGE_OFFSET = 0.05;

    /** From here on age counts for more. */
    private static final double LOG_OLD = Math.log(12 + AGE_OFFSET);

    private static final double REBALANCE_HALF_LIFE = 0.5;

    /** Half of the pools that went down are up again after half an hour. */
    private static final double DOWN_HALF_LIFE = 0.5;

    private enum State {
        NEVER_SEEN,
        UP,
        DOWN
    }

    private final Siblings siblings;
    private final Siblings.Losses ownLosses = new Siblings.Losses();
    private final Strain strain = new Strain();
    private final Depth depth = new Depth();
    private final double[] growthSeen = new double[Decay.COUNT];
    private double upHours;
    private double knownHours;
    private RiskBand band = RiskBand.UNKNOWN;
    private State state = State.NEVER_SEEN;
    private boolean watched;
    private double downShare;
    private double predictedQuarterHour;
    private double predictedHour;
    private double lastSeen;
    private double born;
    private double watchedSince;
    private double lastDown = Double.NEGATIVE_INFINITY;
    private double lastLoss = Double.NEGATIVE_INFINITY;
    private double lostShare;
    private double lastRebalance = Double.NEGATIVE_INFINITY;

    PoolHazard(Siblings siblings) {
        this.siblings = siblings;
    }

    Siblings.Losses ownLosses() {
        return ownLosses;
    }

    void expect(RiskBand told) {
        band = told;
        strain.expect(told.reclaimsPerHour() / RiskBand.UNKNOWN.reclaimsPerHour());
    }

    /** Whether nothing was ever heard of it nor of its like: one such is like all others. */
    boolean isUnheardOf() {
        return !isKnown()
                && lastRebalance == Double.NEGATIVE_INFINITY
                && lastLoss == Double.NEGATIVE_INFINITY
                && depth.isUntold()
                && siblings.isQuiet();
    }

    RiskBand band() {
        return band;
    }

    boolean isKnown() {
        return state != State.NEVER_SEEN;
    }

    /** How sure it is that the pool is down, 0 to 1, as of the last refresh. */
    double downShare() {
        return downShare;
    }

    void refreshDownShare(double now) {
        downShare = state == State.DOWN ? Decay.halved(now - lastDown, DOWN_HALF_LIFE) : 0;
    }

    /** Whether it is up as far as anybody knows, and somebody is there to see it fall. */
    boolean isWatchedUp(double now) {
        return state == State.UP && watched && now - lastSeen <= UNWATCHED;
    }

    /** Since when it has been watched being up without a break. */
    double watchedSince() {
        return watchedSince;
    }

    /** Keeps what was last predicted of it, for when nobody will see whether it comes true. */
    void predicted(double lossWithinQuarterHour, double lossWithinHour) {
        predictedQuarterHour = lossWithinQuarterHour;
        predictedHour = lossWithinHour;
    }

    double predictedQuarterHour() {
        return predictedQuarterHour;
    }

    double predictedHour() {
        return predictedHour;
    }

    void up(double now, double[] growth) {
        boolean wasWatched = isWatchedUp(now);
        account(now, growth);
        heardOf();
        if (state != State.UP) {
            born = now - unseenAge(now);
        }
        if (!wasWatched) {
            watchedSince = now;
            strain.unseen();
            predicted(0, 0);
        }
        state = State.UP;
        watched = true;
    }

    private void heardOf() {
        if (!isKnown()) {
            siblings.add(this);
        }
    }

    void gives(int available, double now) {
        depth.told(available, now);
    }

    void unwatched(double now, double[] growth) {
        account(now, growth);
        watched = false;
    }

    void down(double now, double[] growth) {
        account(now, growth);
        heardOf();
        state = State.DOWN;
        watched = true;
        lastDown = now;
    }

    /**
     * Counts the loss of a share of what is there, 1 for all of it. Answers how much of an event
     * that is, 0 to 1: less for what goes with the event before.
     */
    double lost(double share, double now, double[] growth) {
        account(now, growth);
        double before = now - lastLoss > ONE_EVENT ? 0 : lostShare;
        lostShare = 1 - (1 - before) * (1 - share);
        lastLoss = now;
        double events = lostShare - before;
        if (events > 0) {
            strain.lost(events, growth);
            siblings.lost(this, events, now);
        }
        return events;
    }

    void rebalance(double now) {
        lastRebalance = now;
    }

    private void account(double now, double[] growth) {
        if (isKnown() && watched && now - lastSeen <= UNWATCHED) {
            double hours = Decay.integral(Decay.DAY, growthSeen[Decay.DAY], growth[Decay.DAY]);
            knownHours += hours;
            if (state == State.UP) {
                upHours += hours;
                strain.lived(new Strain.Span(lastSeen - born, now - born), growthSeen, growth);
            }
        }
        lastSeen = now;
        System.arraycopy(growth, 0, growthSeen, 0, Decay.COUNT);
    }

    void rebase(double[] factors) {
        strain.rebase(factors);
        for (int i = 0; i < Decay.COUNT; i++) {
            growthSeen[i] *= factors[i];
        }
        upHours *= factors[Decay.DAY];
        knownHours *= factors[Decay.DAY];
    }

    /** Everything that predicts, in the order of {@link Feature}; siblings must be refreshed. */
    void describe(double now, double[] growth, double[] features) {
        features[Feature.STRAIN.ordinal()] = Math.log(strain.timesUsual(growth));
        double logAge = Math.log(age(now) + AGE_OFFSET);
        features[Feature.AGE.ordinal()] = logAge;
        features[Feature.OLD_AGE.ordinal()] = Math.max(0, logAge - LOG_OLD);
        features[Feature.DEPTH.ordinal()] = depth.logShare(now);
        double unit = growth[Decay.DAY];
        features[Feature.AVAILABILITY.ordinal()] =
                Math.log((upHours + 2 * unit) / (knownHours + 4 * unit));
        features[Feature.REBALANCE.ordinal()] =
                lastRebalance == Double.NEGATIVE_INFINITY
                        ? 0
                        : Decay.halved(now - lastRebalance, REBALANCE_HALF_LIFE);
        siblings.describe(this, now, features);
    }

    private double age(double now) {
        return state == State.UP ? now - born : unseenAge(now);
    }

    /** A pool that is up now came up somewhere since it was last known to be down. */
    private double unseenAge(double now) {
        return Math.min(UNKNOWN_AGE, (now - lastDown) / 2);
    }

    @Override
    public String toString() {
        return state + ", " + strain;
    }
}
