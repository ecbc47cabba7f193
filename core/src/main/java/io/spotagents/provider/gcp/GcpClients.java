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
import io.spotagents.provider.cloud.CallCount;
import io.spotagents.provider.cloud.HttpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.CredentialsProvider;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.conn.DefaultProxyRoutePlanner;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

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
    private static final String RESOURCE_MANAGER = "https://cloudresourcemanager.googleapis.com/";
    private static final String APPLICATION = "spot-agents";

    /**
     * Where, as whom, and who counts.
     *
     * @param endpoint of both services, instead of their own
     * @param proxy through which Google is reached; empty for none
     */
    public record Access(
            Optional<URI> endpoint,
            Optional<HttpProxy> proxy,
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

    /** Of the service that tells which permissions one has; it knows projects by the same ids. */
    Compute resourceManager() {
        String root = compute.getRootUrl();
        return new Compute.Builder(
                        compute.getRequestFactory().getTransport(),
                        JSON,
                        compute.getRequestFactory().getInitializer())
                .setApplicationName(APPLICATION)
                .setRootUrl(root.equals(Compute.DEFAULT_ROOT_URL) ? RESOURCE_MANAGER : root)
                .setServicePath("v1/")
                .build();
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

    /**
     * What Google is asked through: also by credentials, which fetch their tokens by themselves,
     * and for its keys. The JDK's own loses the body of a 401.
     */
    public static HttpTransport transport(Optional<HttpProxy> proxy) {
        HttpClientBuilder builder =
                ApacheHttpTransport.newDefaultHttpClientBuilder().setMaxConnPerRoute(CONNECTIONS);
        proxy.ifPresent(one -> setProxy(builder, one));
        return new ApacheHttpTransport(builder.build());
    }

    private static void setProxy(HttpClientBuilder builder, HttpProxy proxy) {
        URI address = proxy.address();
        HttpHost host = new HttpHost(address.getHost(), address.getPort(), address.getScheme());
        List<Pattern> direct = proxy.direct().stream().map(Pattern::compile).toList();
        builder.setRoutePlanner(new SomeDirect(host, direct));
        proxy.login()
                .ifPresent(
                        one -> {
                            CredentialsProvider known = new BasicCredentialsProvider();
                            known.setCredentials(
                                    new AuthScope(host),
                                    new UsernamePasswordCredentials(one.user(), one.password()));
                            builder.setDefaultCredentialsProvider(known);
                        });
    }

    /** Goes by a proxy, but for some hosts. */
    private static final class SomeDirect extends DefaultProxyRoutePlanner {

        private final List<Pattern> direct;

        private SomeDirect(HttpHost proxy, List<Pattern> direct) {
            super(proxy);
            this.direct = direct;
        }

        @Override
        protected @Nullable HttpHost determineProxy(
                HttpHost target, HttpRequest request, HttpContext context) throws HttpException {
            String name = target.getHostName().toLowerCase(Locale.ROOT);
            boolean isDirect = direct.stream().anyMatch(one -> one.matcher(name).matches());
            return isDirect ? null : super.determineProxy(target, request, context);
        }
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
