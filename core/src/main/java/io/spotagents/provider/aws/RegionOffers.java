package io.spotagents.provider.aws;

import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.aws.Image.Platform;
import io.spotagents.provider.cloud.MarketCache;
import io.spotagents.provider.cloud.TypeFilter;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.ArchitectureType;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.Filter;

/** What a whole region offers, for whoever has no network and no image there yet. */
public final class RegionOffers {

    private RegionOffers() {}

    /**
     * What is asked about.
     *
     * @param region such as {@code eu-central-1}
     * @param types only these
     * @param onDemand prices, as EC2 does not tell them
     */
    public record Question(
            String region, TypeFilter types, OperatingSystem os, OnDemandPrices onDemand) {}

    /** Pools of all zones that are open to the account, and their prices now. Reads, no more. */
    public static List<Offer> read(AwsClients clients, Question question, InstantSource time)
            throws ProviderException {
        AwsAccount account = new AwsAccount(clients.sts());
        SortedMap<String, String> zones = zones(clients);
        SortedSet<Platform> platforms = platforms(question.os());
        AwsMarket market =
                new AwsMarket(
                        new AwsMarket.Scope(
                                clients.ec2(),
                                question.region(),
                                question.types(),
                                AwsSettings.Scores.NONE,
                                MarketCache.NONE),
                        new AwsProvider.Figures(question.onDemand(), AdvisorBands.UNKNOWN),
                        new AwsMarket.Account(account::id, () -> zones, () -> platforms),
                        time);
        return market.offers();
    }

    private static SortedMap<String, String> zones(AwsClients clients) throws ProviderException {
        SortedMap<String, String> zones = new TreeMap<>();
        Filter noLocalZones =
                Filter.builder().name("zone-type").values("availability-zone").build();
        List<AvailabilityZone> told =
                Ec2Refusals.asking(
                        "DescribeAvailabilityZones",
                        () ->
                                clients.ec2()
                                        .describeAvailabilityZones(r -> r.filters(noLocalZones))
                                        .availabilityZones());
        told.forEach(zone -> zones.put(zone.zoneName(), zone.zoneId()));
        return zones;
    }

    private static SortedSet<Platform> platforms(OperatingSystem os) {
        SortedSet<Platform> platforms = new TreeSet<>();
        platforms.add(new Platform(os, ArchitectureType.X86_64.toString()));
        if (os == OperatingSystem.LINUX) {
            platforms.add(new Platform(os, ArchitectureType.ARM64.toString()));
        }
        return platforms;
    }
}
