package io.spotagents.portfolio;

import java.util.Arrays;

/**
 * Distribution of a loss, on cells from 0 to a threshold. What lies beyond the threshold is not
 * kept: losses only add up, so it never comes back. A loss between two cells counts as both, in the
 * shares that keep its mean.
 */
final class LossGrid {

    private final double[] cells;
    private final double[] scratch;
    private double mass;

    LossGrid(int cellsToThreshold) {
        cells = new double[cellsToThreshold + 1];
        scratch = new double[cellsToThreshold + 1];
    }

    /** Nothing is lost, for sure. */
    void none() {
        nothing();
        cells[0] = 1;
        mass = 1;
    }

    /** No case at all, to be mixed of others. */
    void nothing() {
        Arrays.fill(cells, 0);
        mass = 0;
    }

    /** Adds another distribution as one case of this one. */
    void mix(LossGrid other, double probability) {
        for (int at = 0; at < cells.length; at++) {
            cells[at] += probability * other.cells[at];
        }
        mass += probability;
    }

    /** Loses so many cells more, with a probability, independent of all before. */
    void lose(double more, double probability) {
        int whole = (int) Math.min(more, cells.length);
        double part = more > cells.length - 1 ? 0 : more - whole;
        for (int at = cells.length - 1; at >= 0; at--) {
            double kept = (1 - probability) * cells[at];
            int from = at - whole;
            if (more <= cells.length - 1 && from >= 0) {
                kept += probability * (1 - part) * cells[from];
                kept += from > 0 ? probability * part * cells[from - 1] : 0;
            }
            cells[at] = kept;
        }
    }

    /** Loses so many cells more, for sure. */
    void shift(double more) {
        if (more > 0) {
            lose(more, 1);
        }
    }

    /** The sum of this loss and an independent one. */
    void plus(LossGrid other) {
        Arrays.fill(scratch, 0);
        for (int at = 0; at < cells.length; at++) {
            double here = cells[at];
            if (here > 0) {
                for (int more = 0; at + more < cells.length; more++) {
                    scratch[at + more] += here * other.cells[more];
                }
            }
        }
        System.arraycopy(scratch, 0, cells, 0, cells.length);
        mass *= other.mass;
    }

    /** Probability of losing more than the threshold. */
    double beyond() {
        double within = 0;
        for (double cell : cells) {
            within += cell;
        }
        return Math.max(0, mass - within);
    }
}
