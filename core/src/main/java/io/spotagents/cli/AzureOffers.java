package io.spotagents.cli;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.AddHeadersPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.identity.DefaultAzureCredentialBuilder;
import io.spotagents.model.Offer;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.azure.AzureAccess;
import io.spotagents.provider.azure.AzureAccess.Endpoints;
import io.spotagents.provider.azure.RegionOffers;
import io.spotagents.provider.cloud.CallCount;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Asks Azure for its offers, with the credentials of its usual chain. */
final class AzureOffers {

    static final String NAME = "azure";

    private AzureOffers() {}

    static List<Offer> read(
            RegionOffers.Question question, Optional<URI> endpoint, InstantSource time) {
        HttpClient http =
                new JdkHttpClientBuilder()
                        .connectionTimeout(AzureAccess.CONNECT)
                        .responseTimeout(AzureAccess.ANSWER)
                        .readTimeout(AzureAccess.ANSWER)
                        .build();
        Endpoints endpoints = endpoint.map(one -> new Endpoints(one, one)).orElse(Endpoints.PUBLIC);
        AzureAccess access =
                new AzureAccess(
                        http,
                        endpoints,
                        authentication(http, endpoints.management()),
                        length -> Thread.sleep(length.toMillis()),
                        new CallCount());
        try {
            return RegionOffers.read(access, question, time);
        } catch (ProviderException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** A real token is not sent over plain HTTP, which only a test on this machine speaks. */
    private static HttpPipelinePolicy authentication(HttpClient http, URI management) {
        if (management.getScheme().equals("http")) {
            HttpHeaders none = new HttpHeaders().set(HttpHeaderName.AUTHORIZATION, "Bearer none");
            return new AddHeadersPolicy(none);
        }
        return AzureAccess.tokens(
                new DefaultAzureCredentialBuilder().httpClient(http).build(), management);
    }
}
