package io.spotagents.provider.gcp;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import com.google.api.client.json.JsonFactory;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.cloudbilling.Cloudbilling;
import com.google.api.services.compute.Compute;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.http.HttpHost;
import org.apache.http.impl.client.HttpClientBuilder;

/**
 * Google's clients for one project. Safe to use from any thread. Credentials fetch their own
 * tokens, by the transport that they were made with.
 *
 * @param threads for calls of which there is one for each instance
 */
public record GcpClients(
        Compute compute, Cloudbilling billing, ExecutorService threads, CallCount calls)
        implements AutoCloseable {

    static final JsonFactory JSON = GsonFactory.getDefaultInstance();

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int THREADS = 8;
    private static final int CONNECTIONS = 64;
    private static final String APPLICATION = "spot-agents";

    /**
     * Where, as whom, and who counts.
     *
     * @param endpoint of both services, instead of their own
     * @param proxy through which Google is reached; empty for none
     */
    public record Access(
            Optional<URI> endpoint,
            Optional<InetSocketAddress> proxy,
            Credentials credentials,
            CallCount calls) {}

    /** Opens clients; sends nothing yet. */
    public static GcpClients open(Access access) {
        HttpTransport transport = transport(access.proxy());
        HttpRequestInitializer authorized = new HttpCredentialsAdapter(access.credentials());
        HttpRequestInitializer initializer =
                request -> {
                    authorized.initialize(request);
                    request.setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
                };
        Compute.Builder compute =
                new Compute.Builder(transport, JSON, initializer).setApplicationName(APPLICATION);
        Cloudbilling.Builder billing =
                new Cloudbilling.Builder(transport, JSON, initializer)
                        .setApplicationName(APPLICATION);
        access.endpoint()
                .ifPresent(
                        endpoint -> {
                            compute.setRootUrl(rooted(endpoint));
                            billing.setRootUrl(rooted(endpoint));
                        });
        return new GcpClients(
                compute.build(),
                billing.build(),
                Executors.newFixedThreadPool(THREADS, GcpClients::daemon),
                access.calls());
    }

    /** Ends the threads; what they are asking for just now is asked to its end. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            compute.getRequestFactory().getTransport().shutdown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JDK's own loses the body of a 401. */
    private static HttpTransport transport(Optional<InetSocketAddress> proxy) {
        HttpClientBuilder builder =
                ApacheHttpTransport.newDefaultHttpClientBuilder().setMaxConnPerRoute(CONNECTIONS);
        proxy.ifPresent(it -> builder.setProxy(new HttpHost(it.getHostString(), it.getPort())));
        return new ApacheHttpTransport(builder.build());
    }

    private static String rooted(URI endpoint) {
        String text = endpoint.toString();
        return text.endsWith("/") ? text : text + "/";
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "spot-agents-gcp");
        thread.setDaemon(true);
        return thread;
    }
}
