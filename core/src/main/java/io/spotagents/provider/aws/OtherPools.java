package io.spotagents.provider.aws;

import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.model.Usd;
import io.spotagents.provider.ProviderException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Pools that may stand in for one that was chosen, where AWS is to choose among several: spot, with
 * as many processors, so that quotas hold, at least as much memory, no dearer, so that every limit
 * on money holds, and for the same image.
 */
final class OtherPools {

    /** As many machine types as Karpenter hands to a fleet; more make a fleet no likelier. */
    private static final int MOST = 59;

    private static final Comparator<Offer> CHEAPEST_FIRST =
            Comparator.comparing((Offer offer) -> offer.hourlyPrice().orElseThrow())
                    .thenComparing(Offer::pool);

    private final AwsMarket market;
    private final Images images;

    OtherPools(AwsMarket market, Images images) {
        this.market = market;
        this.images = images;
    }

    /** Those that may stand in for it, the cheapest first; none if its price is not known. */
    List<Pool> of(Pool chosen, Image image) throws ProviderException {
        List<Offer> offers = market.offers();
        Optional<Offer> offer = offers.stream().filter(it -> it.pool().equals(chosen)).findFirst();
        Optional<Usd> price = offer.flatMap(Offer::hourlyPrice);
        if (price.isEmpty() || !chosen.purchase().isReclaimed()) {
            return List.of();
        }
        List<Pool> others = new ArrayList<>();
        for (Offer other :
                offers.stream()
                        .filter(it -> fits(it, offer.get()))
                        .sorted(CHEAPEST_FIRST)
                        .toList()) {
            if (others.size() < MOST && runs(image, other.pool())) {
                others.add(other.pool());
            }
        }
        return others;
    }

    private static boolean fits(Offer other, Offer chosen) {
        return !other.pool().equals(chosen.pool())
                && other.pool().purchase() == chosen.pool().purchase()
                && other.pool().os() == chosen.pool().os()
                && other.size().cpus() == chosen.size().cpus()
                && other.size().memoryMib() >= chosen.size().memoryMib()
                && other.hourlyPrice()
                        .filter(it -> it.compareTo(chosen.hourlyPrice().orElseThrow()) <= 0)
                        .isPresent();
    }

    private boolean runs(Image image, Pool pool) throws ProviderException {
        Optional<MachineType> type = market.type(pool);
        return type.isPresent()
                && images.forType(type.get(), pool.os()).filter(image::equals).isPresent();
    }
}
