package io.jenkins.plugins.spotagents.cloud.gcp;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpTransport;
import io.jenkins.plugins.spotagents.cloud.ControllerProxy;
import io.spotagents.provider.cloud.CallCount;
import io.spotagents.provider.gcp.GcpClients;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/**
 * Where Google Cloud is asked, and as whom; by the proxy that Jenkins uses.
 *
 * @param credentialsId of Jenkins' credentials; empty is what the controller itself has
 * @param endpoint instead of Google's own; empty is Google's own
 */
record GcpAccess(String credentialsId, String endpoint) {

    private static final String KEYS = "https://www.googleapis.com/";
    private static final String KEYS_PATH = "oauth2/v3/certs";
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int MOST_KEY_BYTES = 256 * 1024;

    /** Opens clients; sends nothing yet. */
    GcpClients open() {
        Optional<URI> uri = Optional.of(endpoint).filter(it -> !it.isEmpty()).map(URI::create);
        HttpTransport forTokens = GcpClients.transport(ControllerProxy.read());
        return GcpClients.open(
                new GcpClients.Access(
                        uri,
                        ControllerProxy.read(),
                        new GcpCredentials(credentialsId, forTokens),
                        new CallCount()));
    }

    /** Reads the keys by which Google signs, which it shows to everybody. */
    byte[] keys() throws IOException {
        String root = endpoint.isEmpty() ? KEYS : endpoint.replaceAll("/*$", "/");
        HttpTransport transport = GcpClients.transport(ControllerProxy.read());
        try {
            HttpRequest request =
                    transport
                            .createRequestFactory()
                            .buildGetRequest(new GenericUrl(root + KEYS_PATH))
                            .setConnectTimeout(TIMEOUT_MILLIS)
                            .setReadTimeout(TIMEOUT_MILLIS);
            HttpResponse response = request.execute();
            try (InputStream in = response.getContent()) {
                return in.readNBytes(MOST_KEY_BYTES);
            }
        } finally {
            transport.shutdown();
        }
    }
}
