package io.spotagents.commitments;

import java.util.List;

/**
 * Free instances for a demand.
 *
 * @param taken in the order of preference; shapes that give none are absent
 * @param missing how many instances have to come from elsewhere
 * @param rest the ledger once the taken ones run
 */
public record Allotment(List<Taken> taken, int missing, CommitmentLedger rest) {
    public Allotment {
        taken = List.copyOf(taken);
    }

    /** So many instances of a shape. */
    public record Taken(Shape shape, int count) {}

    public int count() {
        return taken.stream().mapToInt(Taken::count).sum();
    }
}
