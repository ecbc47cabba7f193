package io.spotagents.provider.gcp;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.provider.cloud.CallCount;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import java.net.URI;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A provider at an endpoint of this machine, with all else as most tests want it. */
public final class GcpSource implements AutoCloseable {

    static final Pool SPOT = pool("n2-standard-2", "europe-west3-a", Purchase.SPOT);
    static final Pool OTHER = pool("n2d-standard-4", "europe-west3-b", Purchase.SPOT);

    /** Families that the catalog has prices of. */
    static final Set<String> PRICED = Set.of("n2", "n2d", "c2", "n4", "c4a");

    static final GcpSettings.Site SITE =
            new GcpSettings.Site(FakeGceCatalog.PROJECT, FakeGceCatalog.REGION);

    final CallCount calls = new CallCount();
    final GcpClients clients;
    private final InstantSource time;

    public GcpSource(URI endpoint, InstantSource time) {
        this.time = time;
        AccessToken token = new AccessToken("token", new Date(Long.MAX_VALUE));
        this.clients =
                GcpClients.open(
                        new GcpClients.Access(
                                Optional.of(endpoint),
                                Optional.empty(),
                                GoogleCredentials.create(token),
                                calls));
    }

    public GcpProvider provider() {
        return provider(settings(GcpSettings.Ways.with(UserData.NONE)));
    }

    GcpProvider provider(GcpSettings settings) {
        return new GcpProvider(clients, settings, time);
    }

    static GcpSettings settings(GcpSettings.Ways ways) {
        return new GcpSettings(
                SITE,
                List.of(
                        ImageChoice.parse(FakeGceCatalog.X86_IMAGE),
                        ImageChoice.parse(FakeGceCatalog.ARM_FAMILY)),
                GcpSettings.Network.of("builds"),
                GcpSettings.Hardware.of(TypeFilter.ALL.of(PRICED)),
                ways);
    }

    static Pool pool(String type, String zone, Purchase purchase) {
        Place place = new Place("gcp", FakeGceCatalog.PROJECT, FakeGceCatalog.REGION, zone);
        return new Pool(place, type, OperatingSystem.LINUX, purchase);
    }

    @Override
    public void close() {
        clients.close();
    }
}
