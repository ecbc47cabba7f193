package io.spotagents.provider.gcp;

import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.MarketCache;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.gcp.Image.Platform;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a whole region offers, for whoever has no network and no image there yet. */
public final class RegionOffers {

    private RegionOffers() {}

    /**
     * What is asked about.
     *
     * @param types only these
     */
    public record Question(GcpSettings.Site site, TypeFilter types, OperatingSystem os) {}

    /** Pools of all zones of the region, and their prices now. Reads, no more. */
    public static List<Offer> read(GcpClients clients, Question question, InstantSource time)
            throws ProviderException {
        GcpCalls calls = new GcpCalls(clients.calls(), time);
        SortedSet<Platform> platforms = platforms(question.os());
        GcpMarket market =
                new GcpMarket(
                        new GcpMarket.Scope(
                                clients.compute(),
                                calls,
                                question.site(),
                                question.types(),
                                GcpSettings.Figures.USUAL.unadvised()),
                        new RegionFacts(clients.compute(), calls, question.site(), time),
                        new CatalogPrices(
                                clients, calls, question.site().region(), MarketCache.NONE, time),
                        () -> platforms,
                        time);
        return market.offers();
    }

    private static SortedSet<Platform> platforms(OperatingSystem os) {
        SortedSet<Platform> platforms = new TreeSet<>();
        platforms.add(new Platform(os, "X86_64"));
        if (os == OperatingSystem.LINUX) {
            platforms.add(new Platform(os, "ARM64"));
        }
        return platforms;
    }
}
