package io.spotagents.provider.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import io.spotagents.provider.cloud.CallCount;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * JSON over the SDK's pipeline, without its retries: they would sleep as long as Azure asks, while
 * the loop has other pools to ask. Reads that got lost are repeated once. Safe to use from any
 * thread.
 */
final class Arm {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ERROR = 400;
    private static final int SERVER = 500;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** More than any listing that makes sense; a paging that goes in circles ends here. */
    private static final int MOST_PAGES = 1000;

    private final HttpPipeline pipeline;
    private final URI endpoint;
    private final CallCount calls;

    private Arm(HttpPipeline pipeline, URI endpoint, CallCount calls) {
        this.pipeline = pipeline;
        this.endpoint = endpoint;
        this.calls = calls;
    }

    static Arm management(AzureAccess access) {
        HttpPipeline pipeline =
                new HttpPipelineBuilder()
                        .httpClient(access.http())
                        .policies(access.authentication())
                        .build();
        return new Arm(pipeline, access.endpoints().management(), access.calls());
    }

    /** Sends no token. */
    static Arm prices(AzureAccess access) {
        HttpPipeline pipeline = new HttpPipelineBuilder().httpClient(access.http()).build();
        return new Arm(pipeline, access.endpoints().prices(), access.calls());
    }

    /**
     * A request.
     *
     * @param action for counts and messages
     * @param target path and query, or a whole address of the same endpoint
     * @param isNew only if there is nothing of that name yet
     */
    record Ask(HttpMethod method, String action, String target, JsonNode body, boolean isNew) {

        static Ask get(String action, String target) {
            return new Ask(HttpMethod.GET, action, target, MissingNode.getInstance(), false);
        }

        static Ask post(String action, String target, JsonNode body) {
            return new Ask(HttpMethod.POST, action, target, body, false);
        }

        static Ask create(String action, String target, JsonNode body) {
            return new Ask(HttpMethod.PUT, action, target, body, true);
        }

        static Ask delete(String action, String target) {
            return new Ask(HttpMethod.DELETE, action, target, MissingNode.getInstance(), false);
        }
    }

    /** What came back, whatever its status. */
    record Answer(String action, int status, JsonNode body, Headers headers) {

        boolean isError() {
            return status >= ERROR;
        }

        AzureRefusals.Told told() {
            return AzureRefusals.Told.of(action, status, body.path("error"))
                    .after(headers.retryAfter());
        }
    }

    /**
     * Those that are read.
     *
     * @param operation where to ask how far it is; empty if it is done
     */
    record Headers(Optional<Duration> retryAfter, Optional<String> operation) {

        private static final HttpHeaderName OPERATION =
                HttpHeaderName.fromString("Azure-AsyncOperation");

        private static Headers of(HttpResponse response) {
            Optional<Duration> wait =
                    Optional.ofNullable(response.getHeaderValue(HttpHeaderName.RETRY_AFTER))
                            .filter(seconds -> seconds.matches("\\d{1,6}"))
                            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
            return new Headers(wait, Optional.ofNullable(response.getHeaderValue(OPERATION)));
        }
    }

    /**
     * The answer's body.
     *
     * @throws ProviderException if it is an error
     */
    JsonNode ask(Ask ask) throws ProviderException {
        Answer answer = send(ask);
        if (answer.isError()) {
            throw new ProviderException(AzureRefusals.of(answer.told(), ""));
        }
        return answer.body();
    }

    /** The items of all pages of a listing. */
    List<JsonNode> list(String action, String target) throws ProviderException {
        return pages(action, target, "value", "nextLink");
    }

    /** The same for what names its items and the next page in its own way. */
    List<JsonNode> pages(String action, String target, String items, String next)
            throws ProviderException {
        List<JsonNode> all = new ArrayList<>();
        String page = target;
        for (int number = 0; number < MOST_PAGES; number++) {
            JsonNode read = ask(Ask.get(action, page));
            read.path(items).forEach(all::add);
            page = read.path(next).asText("");
            if (page.isEmpty() || page.equals("null")) {
                return all;
            }
        }
        throw new ProviderException(
                lost(action, "the listing has more than " + MOST_PAGES + " pages"));
    }

    /**
     * What came back, errors included.
     *
     * @throws ProviderException if nothing came back, or nobody may ask
     */
    Answer send(Ask ask) throws ProviderException {
        if (ask.method() != HttpMethod.GET) {
            return once(ask);
        }
        Answer answer;
        try {
            answer = once(ask);
        } catch (ProviderException e) {
            if (e.refusal().kind() != Kind.OUTCOME_UNKNOWN) {
                throw e;
            }
            return once(ask);
        }
        return answer.status() >= SERVER && answer.headers().retryAfter().isEmpty()
                ? once(ask)
                : answer;
    }

    private Answer once(Ask ask) throws ProviderException {
        HttpRequest request;
        try {
            request = request(ask);
        } catch (IllegalArgumentException e) {
            throw new ProviderException(lost(ask.action(), "a link is unreadable"), e);
        }
        calls.sent(ask.action());
        try (HttpResponse response = pipeline.sendSync(request, Context.NONE)) {
            byte[] bytes = response.getBodyAsBinaryData().toBytes();
            return new Answer(
                    ask.action(), response.getStatusCode(), json(bytes), Headers.of(response));
        } catch (RuntimeException e) {
            throw new ProviderException(failed(ask.action(), e), e);
        }
    }

    private HttpRequest request(Ask ask) throws ProviderException {
        // Links of the price list hold spaces at times.
        URI address = endpoint.resolve(ask.target().replace(" ", "%20"));
        // A token must not follow a link to somebody else.
        if (!isSamePlace(endpoint, address)) {
            throw new ProviderException(
                    lost(ask.action(), "the answer leads away from " + endpoint));
        }
        HttpRequest request = new HttpRequest(ask.method(), address.toString());
        request.setHeader(HttpHeaderName.ACCEPT, "application/json");
        if (ask.isNew()) {
            request.setHeader(HttpHeaderName.IF_NONE_MATCH, "*");
        }
        if (!ask.body().isMissingNode()) {
            request.setHeader(HttpHeaderName.CONTENT_TYPE, "application/json");
            request.setBody(ask.body().toString().getBytes(StandardCharsets.UTF_8));
        }
        return request;
    }

    /** Whether both are of one server: Azure's links name the usual port at times. */
    static boolean isSamePlace(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(String.valueOf(other.getHost()))
                && port(one) == port(other);
    }

    private static int port(URI address) {
        boolean isUsual = address.getPort() < 0;
        boolean isSecure = "https".equalsIgnoreCase(address.getScheme());
        return isUsual ? isSecure ? HTTPS : HTTP : address.getPort();
    }

    /** What is no JSON is as good as nothing: the status tells enough. */
    private static JsonNode json(byte[] bytes) {
        try {
            return bytes.length == 0 ? MissingNode.getInstance() : JSON.readTree(bytes);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static Refusal failed(String action, RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof ClientAuthenticationException || message.contains("AADSTS")) {
                return AzureRefusals.signInFailed(action, message);
            }
        }
        return lost(action, String.valueOf(e.getMessage()));
    }

    private static Refusal lost(String action, String why) {
        return Refusal.of(Kind.OUTCOME_UNKNOWN, Scope.ACCOUNT, action + ": " + why);
    }
}
