package io.spotagents.hazard;

import java.util.ArrayList;
import java.util.List;

/** The pools of one region and family: they fall together more often than chance has it. */
final class Siblings {

    /** The shipped weights were learned where a pool has up to three siblings. */
    private static final double USUAL = 3;

    private final List<PoolHazard> members = new ArrayList<>();
    private final Losses losses = new Losses();
    private double down;
    private int known;
    private double shock;
    private double unrest;

    /** A pool was heard of for the first time. */
    void add(PoolHazard pool) {
        members.add(pool);
    }

    void lost(PoolHazard pool, double share, double now) {
        losses.add(share, now);
        pool.ownLosses().add(share, now);
    }

    /** Adds up what all members share, so that asking for each of them is cheap. */
    void refresh(double now) {
        down = 0;
        known = 0;
        for (PoolHazard pool : members) {
            pool.refreshDownShare(now);
            known++;
            down += pool.downShare();
        }
        shock = losses.shock(now);
        unrest = losses.unrest(now);
    }

    /** Whether nothing of it was heard, as of the last refresh. */
    boolean isQuiet() {
        return known == 0 && shock == 0 && unrest == 0;
    }

    /** Fills in what the last refresh saw, without the pool itself. */
    void describe(PoolHazard pool, double now, double[] features) {
        int others = known - (pool.isKnown() ? 1 : 0);
        double scale = USUAL / Math.max(USUAL, others);
        double own = pool.downShare();
        features[Feature.SIBLINGS_DOWN.ordinal()] =
                others == 0 ? 0 : Math.sqrt(Math.min(1, Math.max(0, down - own) / others));
        double foreignShock = shock - pool.ownLosses().shock(now);
        double foreignUnrest = unrest - pool.ownLosses().unrest(now);
        features[Feature.SHOCK.ordinal()] = Math.log(1 + scale * Math.max(0, foreignShock));
        features[Feature.UNREST.ordinal()] = Math.log(1 + scale * Math.max(0, foreignUnrest));
    }

    /** How many losses there were of late, forgotten at two speeds. */
    static final class Losses {

        private static final double SHOCK_HALF_LIFE = 0.25;
        private static final double UNREST_HALF_LIFE = 3;

        /** Hours after which nothing is left, for asking a thousand calm pools without effort. */
        private static final double GONE = 60;

        private double shock;
        private double unrest;
        private double asOf = Double.NEGATIVE_INFINITY;

        void add(double share, double now) {
            shock = share + shock(now);
            unrest = share + unrest(now);
            asOf = now;
        }

        double shock(double now) {
            double passed = now - asOf;
            return passed > GONE ? 0 : shock * Decay.halved(passed, SHOCK_HALF_LIFE);
        }

        double unrest(double now) {
            double passed = now - asOf;
            return passed > GONE ? 0 : unrest * Decay.halved(passed, UNREST_HALF_LIFE);
        }
    }
}
