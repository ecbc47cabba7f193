package io.spotagents.deadline;

import java.time.Duration;
import java.util.Arrays;

/**
 * Runs one job over recorded or generated availability, tick by tick: a tick boots a machine or
 * does a tick of work; a reclaim takes one tick of work away. On-demand costs 1 a tick.
 *
 * @param up whether each zone has spot, by zone and tick
 */
record DeadlineReplay(boolean[][] up, Duration tick, double priceShare) {

    private static final int NOTHING = -1;

    private static final int ON_DEMAND = -2;

    /**
     * @param isLate whether work was left at the deadline
     */
    record Outcome(double cost, boolean isLate) {}

    Job job(int work, int allowed) {
        return new Job(tick.multipliedBy(work), tick.multipliedBy(allowed), tick, tick);
    }

    /** One job that starts at a tick, with what had been seen of spot by then. */
    Outcome run(DeadlinePolicy policy, int work, int allowed, int start) {
        Job job = job(work, allowed);
        LearnedSpot learned = watchedBefore(start);
        Run run = new Run(work);
        for (int time = 0; time < allowed && run.left > 0; time++) {
            int at = start + time;
            if (run.machine >= 0 && !up[run.machine][at]) {
                run.reclaimed(work);
            }
            Moment moment =
                    new Moment(
                            tick.multipliedBy(work - run.left),
                            tick.multipliedBy(time),
                            runsOn(run.machine),
                            run.machine >= 0 || zone(at) >= 0,
                            run.lostInRow);
            Choice choice = policy.choose(job, moment, learned.at(priceShare));
            run.tick(machine(choice, run.machine, at), priceShare);
            learned.watched(zone(at) >= 0, tick, at > 0 && isUp(at) != isUp(at + 1));
        }
        return new Outcome(run.cost, run.left > 0);
    }

    /** The least that the job can cost in time for one who knows the future. */
    double oracle(int work, int allowed, int start) {
        int machines = up.length + 2;
        double[][] next = new double[machines][work + 1];
        for (double[] ofMachine : next) {
            Arrays.fill(ofMachine, 1, work + 1, Double.POSITIVE_INFINITY);
        }
        for (int time = allowed - 1; time >= 0; time--) {
            double[][] now = new double[machines][work + 1];
            for (int left = 1; left <= work; left++) {
                for (int machine = ON_DEMAND; machine < up.length; machine++) {
                    boolean lost = machine >= 0 && !up[machine][start + time];
                    int has = lost ? NOTHING : machine;
                    int toDo = lost ? Math.min(work, left + 1) : left;
                    now[machine + 2][left] = cheapest(start + time, has, toDo, next);
                }
            }
            next = now;
        }
        return next[NOTHING + 2][work];
    }

    private double cheapest(int at, int has, int left, double[][] next) {
        double best = next[NOTHING + 2][left];
        for (int machine = ON_DEMAND; machine < up.length; machine++) {
            if (machine == NOTHING || machine >= 0 && !up[machine][at]) {
                continue;
            }
            double price = machine == ON_DEMAND ? 1 : priceShare;
            int then = has == machine ? left - 1 : left;
            best = Math.min(best, price + next[machine + 2][then]);
        }
        return best;
    }

    private LearnedSpot watchedBefore(int start) {
        LearnedSpot learned = new LearnedSpot();
        for (int at = 0; at + 1 < start; at++) {
            learned.watched(isUp(at), tick, isUp(at) != isUp(at + 1));
        }
        return learned;
    }

    private boolean isUp(int at) {
        return zone(at) >= 0;
    }

    /** The first zone that is up, in their order by price. */
    private int zone(int at) {
        for (int zone = 0; zone < up.length; zone++) {
            if (at < up[zone].length && up[zone][at]) {
                return zone;
            }
        }
        return NOTHING;
    }

    private int machine(Choice choice, int has, int at) {
        return switch (choice) {
            case ON_DEMAND -> ON_DEMAND;
            case WAIT -> NOTHING;
            case SPOT -> has >= 0 ? has : zone(at);
        };
    }

    private static Choice runsOn(int machine) {
        if (machine == ON_DEMAND) {
            return Choice.ON_DEMAND;
        }
        return machine == NOTHING ? Choice.WAIT : Choice.SPOT;
    }

    private static final class Run {
        int left;
        int machine = NOTHING;
        double cost;
        int lostInRow;
        private int leastLeft;

        Run(int work) {
            this.left = work;
            this.leastLeft = work;
        }

        void reclaimed(int work) {
            left = Math.min(work, left + 1);
            machine = NOTHING;
            lostInRow++;
        }

        void tick(int on, double priceShare) {
            cost += on == NOTHING ? 0 : on == ON_DEMAND ? 1 : priceShare;
            if (on != NOTHING && on == machine) {
                left--;
            }
            if (left < leastLeft) {
                leastLeft = left;
                lostInRow = 0;
            }
            machine = on;
        }
    }
}
