package io.spotagents.provider.azure;

import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.azure.ImageChoice.Architecture;
import io.spotagents.provider.cloud.AccountTroubles;
import io.spotagents.provider.cloud.TypeFilter;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a whole region offers, for whoever has no network and no image there yet. */
public final class RegionOffers {

    private RegionOffers() {}

    /**
     * What is asked about.
     *
     * @param subscription its id; which sizes it may use is its own
     * @param region such as {@code westeurope}
     * @param types only these
     */
    public record Question(
            String subscription, String region, TypeFilter types, OperatingSystem os) {
        public Question {
            AzureSettings.requireSubscription(subscription);
        }
    }

    /** Pools of all zones, and their prices now. Reads, no more. */
    public static List<Offer> read(AzureAccess access, Question question, InstantSource time)
            throws ProviderException {
        Set<AzureMarket.Platform> platforms = new HashSet<>();
        for (Architecture architecture : Architecture.values()) {
            platforms.add(new AzureMarket.Platform(question.os(), architecture));
        }
        AzureMarket.Scope scope =
                new AzureMarket.Scope(
                        question.subscription(),
                        question.region(),
                        question.types(),
                        new TreeSet<>(),
                        AzureSettings.Scores.NONE);
        return new AzureMarket(access, scope, platforms, new Permitted(new AccountTroubles()), time)
                .offers();
    }
}
