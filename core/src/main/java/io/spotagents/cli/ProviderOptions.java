package io.spotagents.cli;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.market.RecordedObservation;
import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.aws.AwsClients;
import io.spotagents.provider.aws.PriceList;
import io.spotagents.provider.aws.RegionOffers;
import io.spotagents.provider.cloud.CallCount;
import io.spotagents.provider.cloud.MarketCache;
import io.spotagents.provider.cloud.TypeFilter;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** Asks a cloud for the market as it is now, with the credentials of its usual chain. */
final class ProviderOptions {

    private static final String AWS = "aws";
    private static final String GCP = "gcp";
    private static final Set<String> CLOUDS = Set.of(AWS, GCP, AzureOffers.NAME);

    @Option(
            names = "--provider",
            description =
                    "Asks this cloud for its offers; aws, azure or gcp. Needs --region, launches nothing.")
    private @Nullable String provider;

    @Option(names = "--region", description = "Of the provider, such as eu-central-1.")
    private String region = "";

    @Option(names = "--project", description = "Of gcp, the id of the project.")
    private String project = "";

    @Option(names = "--endpoint", description = "Of the provider, instead of its own.")
    private @Nullable URI endpoint;

    @Option(
            names = "--families",
            split = ",",
            description = "Only these families of machine types, such as m7g,c7g.")
    private Set<String> families = new TreeSet<>();

    @Option(names = "--subscription", description = "Of azure, its id.")
    private String subscription = "";

    boolean isGiven() {
        return provider != null;
    }

    /** The market now; what was seen before is what is learned from. */
    KnownMarket read(OperatingSystem os, List<RecordedObservation> seen, List<String> warnings) {
        String cloud = String.valueOf(provider);
        if (!CLOUDS.contains(cloud)) {
            throw new InputException(
                    "--provider must be aws, azure or gcp, not \"" + provider + "\"");
        }
        if (region.isBlank()) {
            throw new InputException("--region is missing; write --region eu-central-1");
        }
        InstantSource time = Clock.systemUTC();
        List<Offer> offers =
                switch (cloud) {
                    case AWS -> offers(os, warnings, time);
                    case GCP -> new GcpOffers(project, region, families, endpoint).read(os, time);
                    default -> azureOffers(os, time);
                };
        if (offers.isEmpty()) {
            throw new InputException(
                    cloud + " offers nothing like that in " + region + "; check --families");
        }
        return new KnownMarket(
                offers.size() + " offers of " + cloud + " in " + region,
                MarketSnapshot.of(time.instant(), Map.of(cloud, offers)),
                seen,
                warnings);
    }

    private List<Offer> offers(OperatingSystem os, List<String> warnings, InstantSource time) {
        AwsClients.Access access =
                new AwsClients.Access(
                        region,
                        Optional.ofNullable(endpoint),
                        DefaultCredentialsProvider.builder().build(),
                        new CallCount());
        try (AwsClients clients = AwsClients.open(access)) {
            PriceList prices = new PriceList(clients, MarketCache.NONE, time);
            RegionOffers.Question question =
                    new RegionOffers.Question(region, TypeFilter.ALL.of(families), os, prices);
            List<Offer> offers = RegionOffers.read(clients, question, time);
            prices.trouble().ifPresent(warnings::add);
            return offers;
        } catch (ProviderException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private List<Offer> azureOffers(OperatingSystem os, InstantSource time) {
        try {
            return AzureOffers.read(
                    new io.spotagents.provider.azure.RegionOffers.Question(
                            subscription, region, TypeFilter.ALL.of(families), os),
                    Optional.ofNullable(endpoint),
                    time);
        } catch (IllegalArgumentException e) {
            throw new InputException("--subscription is wrong: " + e.getMessage());
        }
    }
}
