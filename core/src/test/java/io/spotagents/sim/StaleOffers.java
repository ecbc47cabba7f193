package io.spotagents.sim;

import io.spotagents.model.Offer;
import io.spotagents.provider.ProviderException;
import java.util.List;

/** Tells for ever what it told first. */
final class StaleOffers extends PassingThrough {

    private List<Offer> first = List.of();

    StaleOffers(SimulatedProvider behind) {
        super(behind);
    }

    @Override
    public List<Offer> offers() throws ProviderException {
        if (first.isEmpty()) {
            first = super.offers();
        }
        return first;
    }
}
