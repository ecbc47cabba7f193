package io.spotagents.sim;

import io.spotagents.market.Observation;
import io.spotagents.market.ObservationBook;
import io.spotagents.market.RecordedObservation;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a controller has seen over many runs. Runs may overlap in simulated time, so each one is
 * given only what was seen before it began. Not thread-safe.
 */
final class Observed {

    private final List<Observation> all = new ArrayList<>();

    /** A book that begins with what was seen before a moment; what it is told is kept for later. */
    ObservationBook upTo(Instant moment) {
        List<Observation> known =
                new ArrayList<>(
                        all.stream()
                                .filter(one -> one.seen().at().isBefore(moment))
                                .sorted(Comparator.comparing(one -> one.seen().at()))
                                .toList());
        return new Book(known);
    }

    private final class Book implements ObservationBook {
        private final List<Observation> known;

        private Book(List<Observation> known) {
            this.known = known;
        }

        @Override
        public void observe(List<Observation> observations) {
            known.addAll(observations);
            all.addAll(observations);
        }

        @Override
        public List<RecordedObservation> observations() {
            List<RecordedObservation> recorded = new ArrayList<>();
            for (Observation one : known) {
                recorded.add(new RecordedObservation(recorded.size() + 1, false, one));
            }
            return recorded;
        }

        @Override
        public void export(Writer lines) {
            throw new UnsupportedOperationException("a replay has no book to export");
        }
    }
}
