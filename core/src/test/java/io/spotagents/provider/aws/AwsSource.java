package io.spotagents.provider.aws;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import io.spotagents.provider.cloud.CallCount;
import io.spotagents.provider.cloud.MarketCache;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A provider at an endpoint of this machine, with all else as most tests want it. */
public final class AwsSource implements AutoCloseable {

    static final Pool SPOT = pool("m5.large", "us-east-1a", Purchase.SPOT);
    static final Pool OTHER = pool("c5.large", "us-east-1b", Purchase.SPOT);

    private static final OnDemandPrices PRICES = (type, os) -> Optional.of(Usd.of(0.1));

    final CallCount calls = new CallCount();
    final AwsClients clients;
    private final InstantSource time;

    public AwsSource(URI endpoint, InstantSource time) {
        this.time = time;
        this.clients =
                AwsClients.open(
                        new AwsClients.Access(
                                FakeCatalog.REGION,
                                Optional.of(endpoint),
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("id", "secret")),
                                calls));
    }

    public AwsProvider provider() {
        return provider(settings(AwsSettings.Ways.with(UserData.NONE)));
    }

    AwsProvider provider(AwsSettings settings) {
        return new AwsProvider(
                clients, settings, new AwsProvider.Figures(PRICES, AdvisorBands.UNKNOWN), time);
    }

    /** One that on-demand prices come from elsewhere for, and that keeps what it read. */
    AwsProvider provider(OnDemandPrices prices, MarketCache cache) {
        return new AwsProvider(
                clients,
                settings(AwsSettings.Ways.with(UserData.NONE)),
                new AwsProvider.Figures(prices, AdvisorBands.UNKNOWN),
                cache,
                time);
    }

    static AwsSettings settings(AwsSettings.Ways ways) {
        return new AwsSettings(
                FakeCatalog.REGION,
                List.of(
                        ImageChoice.id(FakeCatalog.X86_IMAGE),
                        ImageChoice.parameter("/ours/arm-image")),
                AwsSettings.Network.vpc("vpc-1", List.of("sg-1")),
                AwsSettings.Hardware.of(TypeFilter.ALL),
                ways);
    }

    static Pool pool(String type, String zone, Purchase purchase) {
        Place place = new Place("aws", FakeCatalog.ACCOUNT, FakeCatalog.REGION, zone);
        return new Pool(place, type, OperatingSystem.LINUX, purchase);
    }

    @Override
    public void close() {
        clients.close();
    }
}
