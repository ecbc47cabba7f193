package io.spotagents.commitments;

/**
 * Instances of one shape that run now, whoever started them, as their account describes it (bills
 * lag by up to a day). Spot instances do not belong here: commitments do not cover them.
 *
 * @param count instances, those in reserved places as well
 */
public record Running(Shape shape, int count) {
    public Running {
        Amounts.requireNotNegative("count", count);
    }
}
