package io.spotagents.provider;

import io.spotagents.commitments.Commitment;
import io.spotagents.commitments.Running;
import io.spotagents.commitments.Shape;
import java.time.Instant;
import java.util.List;

/**
 * What an account has paid for already, and what uses it.
 *
 * @param commitments all that hold where this source launches; ids are unique
 * @param running what runs now in all that these commitments cover, whoever started it, spot left
 *     out. An instance that the account does not describe yet may be missing
 * @param shapes what the source can launch on them
 * @param at when the account was described
 */
public record PaidFor(
        List<Commitment> commitments, List<Running> running, List<Shape> shapes, Instant at) {
    public PaidFor {
        commitments = List.copyOf(commitments);
        running = List.copyOf(running);
        shapes = List.copyOf(shapes);
    }
}
