package io.spotagents.market;

/**
 * An observation in a book.
 *
 * @param number its place in the order of recording, from 1; never given twice
 * @param clockWentBack whether it bears an earlier time than the one recorded before it: the times
 *     on both sides of it are not to be subtracted
 */
public record RecordedObservation(long number, boolean clockWentBack, Observation observation) {
    public RecordedObservation {
        if (number < 1) {
            throw new IllegalArgumentException("number must be at least 1, not " + number);
        }
    }
}
