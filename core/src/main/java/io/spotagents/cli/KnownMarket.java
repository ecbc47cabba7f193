package io.spotagents.cli;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.market.Observation;
import io.spotagents.market.ObservationBook;
import io.spotagents.market.RecordedObservation;
import io.spotagents.store.ObservationTable;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * What a plan is made from.
 *
 * @param told where it comes from, for people
 * @param warnings what a person may want to mend
 */
record KnownMarket(
        String told,
        MarketSnapshot snapshot,
        List<RecordedObservation> observations,
        List<String> warnings) {

    ObservationBook book() {
        return new Book(observations);
    }

    /** Read, never written. */
    private record Book(List<RecordedObservation> observations) implements ObservationBook {

        @Override
        public void observe(List<Observation> more) {
            throw new UnsupportedOperationException("what a file told is not added to");
        }

        @Override
        public void export(Writer lines) throws IOException {
            ObservationTable.export(observations, lines);
        }
    }
}
