package io.spotagents.provider.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import io.spotagents.provider.cloud.CallCount;
import java.net.URI;
import java.time.Duration;

/**
 * Where Azure is, as whom it is asked, and who counts. Safe to use from any thread.
 *
 * @param http what sends; the plugin hands in one that knows Jenkins' proxy
 * @param authentication adds the token; the SDK's own policy insists on HTTPS
 */
public record AzureAccess(
        HttpClient http,
        Endpoints endpoints,
        HttpPipelinePolicy authentication,
        Pause pause,
        CallCount calls) {

    /** How long a client should wait for a connection. */
    public static final Duration CONNECT = Duration.ofSeconds(5);

    /** How long a client should wait for an answer: shorter than the loop waits. */
    public static final Duration ANSWER = Duration.ofSeconds(30);

    /**
     * Base addresses.
     *
     * @param management of the Resource Manager; tokens are sent there and nowhere else
     * @param prices of the Retail Prices API, which needs no token
     */
    public record Endpoints(URI management, URI prices) {

        /** Azure's public cloud. */
        public static final Endpoints PUBLIC =
                new Endpoints(
                        URI.create("https://management.azure.com"),
                        URI.create("https://prices.azure.com"));
    }

    /** The SDK's policy, for the Resource Manager there. */
    public static HttpPipelinePolicy tokens(TokenCredential credential, URI management) {
        return new BearerTokenAuthenticationPolicy(credential, management + "/.default");
    }
}
