package io.jenkins.plugins.spotagents.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.spotagents.enrolment.azure.TestAuthority;
import io.spotagents.enrolment.azure.TestAuthority.Valid;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A proxy behind which there is nothing but Azure: the Resource Manager and the price list are at
 * an endpoint of this machine, and Entra hands a token to whoever knows the secret, or shows what
 * its platform signed; as does what exchanges such things at Google. All by their real names, over
 * TLS, by an authority that this process trusts from the first of these on.
 */
final class AzureInternet implements AutoCloseable {

    private static final String EXCHANGE = "sts.googleapis.com";

    static final String SECRET = "open-sesame";

    /** What a platform that is trusted signs for its workload. */
    static final String ASSERTION = "signed-by-the-platform";

    /** Where Google gives a token for it. */
    static final String EXCHANGE_URL = "https://" + EXCHANGE + "/v1/token";

    private static final String MANAGEMENT = "management.azure.com";
    private static final String LOGIN = "login.microsoftonline.com";
    private static final List<String> HOSTS =
            List.of(MANAGEMENT, "prices.azure.com", LOGIN, EXCHANGE);
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Headers that belong to a connection and not to what goes over it. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade");

    /** One for the whole process, as TLS clients keep what they trust. */
    private static SSLContext server;

    private final URI azure;
    private final HttpsServer front;
    private final ServerSocket proxy;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient forward = HttpClient.newHttpClient();
    private final List<String> tunnels = new CopyOnWriteArrayList<>();

    /**
     * @param azure what answers for the Resource Manager and the price list
     */
    AzureInternet(URI azure) throws Exception {
        this.azure = azure;
        InetAddress here = InetAddress.getLoopbackAddress();
        front = HttpsServer.create(new InetSocketAddress(here, 0), 0);
        front.setHttpsConfigurator(new HttpsConfigurator(server()));
        front.setExecutor(threads);
        front.createContext("/", this::answer);
        front.start();
        proxy = new ServerSocket(0, 50, here);
        threads.execute(this::accept);
    }

    int proxyPort() {
        return proxy.getLocalPort();
    }

    /** The hosts that were asked for. */
    Set<String> asked() {
        return Set.copyOf(tunnels);
    }

    /** Makes this process trust it before any client has made up its mind whom to trust. */
    static void trust() throws Exception {
        server();
    }

    private static synchronized SSLContext server() throws Exception {
        if (server == null) {
            TestAuthority authority = TestAuthority.root("Test authority");
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(authority.host(HOSTS, Valid.LONG).keyStore(PASSWORD), PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            trust(authority.trustStore(PASSWORD));
            server = context;
        }
        return server;
    }

    private static void trust(KeyStore store) throws Exception {
        Path file = Files.createTempFile("trusted", ".p12");
        file.toFile().deleteOnExit();
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        System.setProperty("javax.net.ssl.trustStore", file.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", new String(PASSWORD));
        System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
    }

    private void accept() {
        while (!proxy.isClosed()) {
            try {
                Socket client = proxy.accept();
                threads.execute(() -> tunnel(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void tunnel(Socket client) {
        try (client;
                Socket target =
                        new Socket(
                                InetAddress.getLoopbackAddress(), front.getAddress().getPort())) {
            String asked = head(client.getInputStream());
            tunnels.add(asked.replaceAll("(?s)CONNECT ([^:]+):443 .*", "$1"));
            client.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            threads.execute(() -> copy(target, client));
            client.getInputStream().transferTo(target.getOutputStream());
        } catch (IOException e) {
            // one of the two has gone, and the other goes with it
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // as above
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no head");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String host = exchange.getRequestHeaders().getFirst("Host");
            if (host.startsWith(LOGIN)) {
                signIn(exchange, new String(body, StandardCharsets.UTF_8));
            } else if (host.startsWith(EXCHANGE)) {
                exchange(exchange, new String(body, StandardCharsets.UTF_8));
            } else {
                pass(exchange, host, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As the SDK asks it: which authorities there are, and for a token. */
    private static void signIn(HttpExchange exchange, String form) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/discovery/instance")) {
            send(
                    exchange,
                    200,
                    """
                    {"tenant_discovery_endpoint":"https://%s/t/v2.0/.well-known/openid-configuration",
                     "metadata":[{"preferred_network":"%s","preferred_cache":"%s","aliases":["%s"]}]}"""
                            .formatted(LOGIN, LOGIN, LOGIN, LOGIN));
        } else if (path.endsWith("/oauth2/v2.0/token") && form.contains(SECRET)) {
            sendToken(exchange, "of-entra");
        } else if (path.endsWith("/oauth2/v2.0/token") && form.contains(ASSERTION)) {
            sendToken(exchange, "of-workload-identity");
        } else {
            send(
                    exchange,
                    401,
                    """
                    {"error":"invalid_client",
                     "error_description":"AADSTS7000215: Invalid client secret provided."}""");
        }
    }

    private static void exchange(HttpExchange exchange, String form) throws IOException {
        send(
                exchange,
                form.contains("subject_token=" + ASSERTION) ? 200 : 400,
                """
                {"access_token":"of-exchange","token_type":"Bearer","expires_in":3599,
                 "issued_token_type":"urn:ietf:params:oauth:token-type:access_token"}""");
    }

    private static void sendToken(HttpExchange exchange, String token) throws IOException {
        send(
                exchange,
                200,
                """
                {"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,
                 "access_token":"%s"}"""
                        .formatted(token));
    }

    private void pass(HttpExchange exchange, String host, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(azure.resolve(exchange.getRequestURI().toString()))
                        .method(
                                exchange.getRequestMethod(),
                                body.length == 0
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) -> {
                            if (!OF_THE_CONNECTION.contains(name.toLowerCase())) {
                                values.forEach(value -> request.header(name, value));
                            }
                        });
        HttpResponse<byte[]> answer =
                forward.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        for (String name : List.of("Azure-AsyncOperation", "Retry-After", "Content-Type")) {
            answer.headers()
                    .firstValue(name)
                    .ifPresent(
                            value ->
                                    exchange.getResponseHeaders()
                                            .set(name, named(value, "https://" + host)));
        }
        byte[] told = answer.body();
        exchange.sendResponseHeaders(answer.statusCode(), told.length == 0 ? -1 : told.length);
        if (told.length > 0) {
            exchange.getResponseBody().write(told);
        }
    }

    private String named(String value, String here) {
        return value.replace(azure.toString(), here);
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        front.stop(0);
        threads.shutdownNow();
    }
}
