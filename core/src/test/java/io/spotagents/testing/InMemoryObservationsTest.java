package io.spotagents.testing;

import io.spotagents.market.KeptObservations;
import io.spotagents.market.ObservationBook;
import io.spotagents.market.ObservationBookContract;

class InMemoryObservationsTest extends ObservationBookContract {

    @Override
    protected ObservationBook book(KeptObservations.Limits limits) {
        return new InMemoryBooks(limits);
    }
}
