package io.spotagents.market;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Keeps observations over a crash, within {@link KeptObservations.Limits}. Safe to use from any
 * thread.
 */
public interface ObservationBook {

    /**
     * Records some, in this order. A book on disk writes them at once, all or none, which costs as
     * much as writing one. Recording the same again counts it twice.
     */
    void observe(List<Observation> observations);

    /** All that are kept, in the order they were recorded. */
    List<RecordedObservation> observations();

    /**
     * Writes all that are kept, one JSON object a line, in the order they were recorded. The fields
     * of a line are in the same order always; durations and times are ISO 8601.
     *
     * @throws IOException what the writer throws
     */
    void export(Writer lines) throws IOException;
}
