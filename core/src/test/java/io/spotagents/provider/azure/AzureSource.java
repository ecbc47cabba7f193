package io.spotagents.provider.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.AddHeadersPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.provider.azure.ImageChoice.Architecture;
import io.spotagents.provider.cloud.CallCount;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import io.spotagents.testing.VirtualTime;
import java.net.URI;
import java.util.List;

/** A provider at an endpoint of this machine, with all else as most tests want it. */
public final class AzureSource {

    static final Pool SPOT = pool("Standard_D2s_v5", "1", Purchase.SPOT);
    static final Pool OTHER = pool("Standard_E2s_v5", "2", Purchase.SPOT);

    static final String IMAGES =
            "/subscriptions/"
                    + FakeRegion.SUBSCRIPTION
                    + "/resourceGroups/images/providers/Microsoft.Compute/galleries/ours/images/";
    static final String SUBNET =
            "/subscriptions/"
                    + FakeRegion.SUBSCRIPTION
                    + "/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/s";
    static final AzureSettings.Login LOGIN =
            new AzureSettings.Login("jenkins", "ssh-ed25519 AAAA jenkins");

    final CallCount calls = new CallCount();
    final AzureAccess access;
    private final VirtualTime time;

    /** Plain HTTP, which the SDK's own policy refuses to send tokens over. */
    public AzureSource(URI endpoint, VirtualTime time) {
        this(endpoint, time, new AddHeadersPolicy(token()));
    }

    AzureSource(URI endpoint, VirtualTime time, HttpPipelinePolicy authentication) {
        this.time = time;
        this.access =
                new AzureAccess(
                        new JdkHttpClientBuilder().build(),
                        new AzureAccess.Endpoints(endpoint, endpoint),
                        authentication,
                        time::advance,
                        calls);
    }

    private static HttpHeaders token() {
        return new HttpHeaders().set(HttpHeaderName.AUTHORIZATION, "Bearer token");
    }

    public AzureProvider provider() {
        return provider(settings(AzureSettings.Ways.with(UserData.NONE)));
    }

    AzureProvider provider(AzureSettings settings) {
        return new AzureProvider(access, settings, time);
    }

    static AzureSettings settings(AzureSettings.Ways ways) {
        return new AzureSettings(
                FakeRegion.NAME,
                List.of(
                        ImageChoice.of(IMAGES + "x86", OperatingSystem.LINUX, Architecture.X64),
                        ImageChoice.of(IMAGES + "arm", OperatingSystem.LINUX, Architecture.ARM64)),
                home(),
                AzureSettings.Hardware.of(TypeFilter.ALL, LOGIN),
                ways);
    }

    static AzureSettings.Home home() {
        return new AzureSettings.Home(
                FakeRegion.SUBSCRIPTION, "agents", AzureSettings.Network.of(SUBNET));
    }

    static Pool pool(String type, String zone, Purchase purchase) {
        Place place = new Place("azure", FakeRegion.SUBSCRIPTION, FakeRegion.NAME, zone);
        return new Pool(place, type, OperatingSystem.LINUX, purchase);
    }
}
