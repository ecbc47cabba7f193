package io.spotagents.deadline;

/**
 * The cheapest way to finish one job in time if spot comes and goes at constant rates, solved
 * backwards from the deadline. Immutable; at most {@value #MAX_WORK} x {@value #MAX_TIME} cells of
 * work and time, for each machine and state of spot.
 *
 * <p>Booting and work lost count as more work to do, so that parts of a cell are not rounded away;
 * values between cells are interpolated.
 */
final class MarkovPlan {

    static final int MAX_WORK = 110;

    static final int MAX_TIME = 200;

    /** Dearer than any way to be in time. */
    private static final double LATE = 1_000;

    private static final Choice[] CHOICES = Choice.values();

    private static final int WAIT = Choice.WAIT.ordinal();

    private static final int SPOT = Choice.SPOT.ordinal();

    private static final int ON_DEMAND = Choice.ON_DEMAND.ordinal();

    private final double cellHours;
    private final double boot;
    private final double loss;
    private final int times;
    private final int works;
    private final double priceShare;
    private final double[] staysUp = new double[2];
    private final byte[] choices;

    private MarkovPlan(Job job, Spot spot) {
        double work = Spot.hours(job.work());
        double allowed = Spot.hours(job.allowed());
        this.cellHours = Math.max(allowed / MAX_TIME, work / MAX_WORK);
        this.boot = Spot.hours(job.boot()) / cellHours;
        this.loss = Spot.hours(job.loss()) / cellHours;
        this.times = (int) Math.max(1, Math.round(allowed / cellHours));
        this.works = (int) Math.ceil(work / cellHours) + 1;
        this.priceShare = spot.priceShare();
        this.staysUp[0] = -Math.expm1(-spot.upsPerHour() * cellHours);
        this.staysUp[1] = Math.exp(-spot.downsPerHour() * cellHours);
        this.choices = new byte[times * works * 2 * CHOICES.length];
    }

    static MarkovPlan solve(Job job, Spot spot) {
        MarkovPlan plan = new MarkovPlan(job, spot);
        double[][][] next = plan.afterDeadline();
        for (int time = plan.times - 1; time >= 0; time--) {
            next = plan.step(time, next);
        }
        return plan;
    }

    /** The best choice in the nearest cell. */
    Choice at(Job job, Moment moment) {
        int time = (int) Math.round(Spot.hours(moment.elapsed()) / cellHours);
        int work = (int) Math.max(1, Math.round(Spot.hours(moment.remaining(job)) / cellHours));
        if (time >= times) {
            return Choice.ON_DEMAND;
        }
        int up = moment.isSpotUp() ? 1 : 0;
        return CHOICES[choices[index(time, Math.min(work, works - 1), up, moment.runsOn())]];
    }

    private double[][][] afterDeadline() {
        double[][][] values = new double[2][CHOICES.length][works];
        for (double[][] ofState : values) {
            for (double[] ofMachine : ofState) {
                for (int work = 1; work < works; work++) {
                    ofMachine[work] = LATE * work;
                }
            }
        }
        return values;
    }

    private double[][][] step(int time, double[][][] next) {
        double[][][] values = new double[2][CHOICES.length][works];
        for (int up = 0; up < 2; up++) {
            for (Choice machine : CHOICES) {
                for (int work = 1; work < works; work++) {
                    values[up][machine.ordinal()][work] =
                            best(new Cell(time, work, up), machine, next);
                }
            }
        }
        // What runs on spot when spot goes runs on nothing, and has lost something.
        for (int work = 1; work < works; work++) {
            values[0][SPOT][work] = between(values[0][WAIT], work + loss);
        }
        return values;
    }

    private double best(Cell cell, Choice machine, double[][][] next) {
        double slack = times - cell.time() - cell.work();
        // A cell looser than the exact rule, which is asked first: rounding must not decide.
        boolean isNeeded = slack < 2 * (boot + loss) - 1;
        double best = after(cell, machine, Choice.ON_DEMAND, next);
        Choice choice = Choice.ON_DEMAND;
        if (!isNeeded) {
            double wait = after(cell, machine, Choice.WAIT, next);
            if (wait < best) {
                best = wait;
                choice = Choice.WAIT;
            }
            double spot = cell.up() == 1 ? after(cell, machine, Choice.SPOT, next) : best + 1;
            if (spot <= best) {
                best = spot;
                choice = Choice.SPOT;
            }
        }
        choices[index(cell.time(), cell.work(), cell.up(), machine)] = (byte) choice.ordinal();
        return best;
    }

    /** Expected cost from here on, in cells of on-demand. */
    private double after(Cell cell, Choice machine, Choice choice, double[][][] next) {
        boolean isWaiting = choice == Choice.WAIT;
        double toDo = cell.work() + (isWaiting || machine == choice ? 0 : boot);
        double price = isWaiting ? 0 : choice == Choice.SPOT ? priceShare : 1;
        double now = price * Math.min(1, toDo);
        double left = isWaiting ? toDo : Math.max(0, toDo - 1);
        double up = staysUp[cell.up()];
        int then = choice.ordinal();
        return now + up * between(next[1][then], left) + (1 - up) * between(next[0][then], left);
    }

    private double between(double[] values, double work) {
        int below = (int) Math.min(works - 2, Math.floor(work));
        double part = work - below;
        return values[below] + part * (values[below + 1] - values[below]);
    }

    private int index(int time, int work, int up, Choice machine) {
        return ((time * works + work) * 2 + up) * CHOICES.length + machine.ordinal();
    }

    private record Cell(int time, int work, int up) {}
}
