package io.spotagents.sim;

import io.spotagents.model.Offer;
import io.spotagents.provider.ProviderException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Offers all pools, but until a moment no price of any. */
final class NoPrices extends PassingThrough {

    private final SimulatedTime time;
    private final Instant until;

    NoPrices(SimulatedProvider behind, SimulatedTime time, Instant until) {
        super(behind);
        this.time = time;
        this.until = until;
    }

    @Override
    public List<Offer> offers() throws ProviderException {
        List<Offer> offers = super.offers();
        if (!time.instant().isBefore(until)) {
            return offers;
        }
        return offers.stream()
                .map(
                        offer ->
                                new Offer(
                                        offer.pool(),
                                        offer.size(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        offer.asOf()))
                .toList();
    }
}
