package io.spotagents.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.CallCount;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * Calls of services that speak JSON, of which we need an action or two each: signed and sent by the
 * SDK's own parts, without a client for each service. See docs/decisions/0017. Sent once: whoever
 * asks decides what follows. Safe to use from any thread.
 */
public final class SignedCalls {

    /** A page of a hundred prices has some 600 KiB. */
    private static final int MOST_BYTES = 16 << 20;

    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SdkHttpClient http;
    private final AwsClients.Access access;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    SignedCalls(SdkHttpClient http, AwsClients.Access access) {
        this.http = http;
        this.access = access;
    }

    /** What is asked is written into it. */
    static ObjectNode question() {
        return JSON.createObjectNode();
    }

    static JsonNode parsed(String json) throws IOException {
        return JSON.readTree(json);
    }

    /** Counts what is sent, whichever client sends it. */
    CallCount count() {
        return access.calls();
    }

    /** The region that all is asked in, unless a service lives elsewhere. */
    String region() {
        return access.region();
    }

    /**
     * Asks once.
     *
     * @param action its own name, such as {@code GetProducts}
     * @throws ProviderException if it is refused or the reply is lost
     */
    JsonNode ask(SignedService service, String action, ObjectNode question)
            throws ProviderException {
        return Ec2Refusals.asking(
                service.name() + ":" + action, () -> send(service, action, question));
    }

    private JsonNode send(SignedService service, String action, ObjectNode question) {
        String body = question.toString();
        SdkHttpRequest request = request(service, action);
        SignedRequest signed =
                signer.sign(
                        it ->
                                it.identity(access.credentials().resolveCredentials())
                                        .request(request)
                                        .payload(ContentStreamProvider.fromUtf8String(body))
                                        .putProperty(
                                                AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME,
                                                service.name())
                                        .putProperty(
                                                AwsV4HttpSigner.REGION_NAME, service.region()));
        HttpExecuteRequest.Builder execute = HttpExecuteRequest.builder().request(signed.request());
        signed.payload().ifPresent(execute::contentStreamProvider);
        access.calls().sent(action);
        try {
            HttpExecuteResponse answer = http.prepareRequest(execute.build()).call();
            return read(service, answer);
        } catch (IOException e) {
            throw SdkClientException.create(e.getMessage(), e);
        }
    }

    private SdkHttpRequest request(SignedService service, String action) {
        URI address = access.endpoint().orElse(service.address());
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(address.resolve(service.path(action)))
                        .putHeader("Content-Type", service.contentType());
        service.target(action).ifPresent(target -> request.putHeader("X-Amz-Target", target));
        return request.build();
    }

    private static JsonNode read(SignedService service, HttpExecuteResponse answer)
            throws IOException {
        SdkHttpResponse http = answer.httpResponse();
        byte[] body = body(answer);
        if (http.statusCode() == OK) {
            return JSON.readTree(body);
        }
        JsonNode error = errorIn(body);
        throw AwsServiceException.builder()
                .statusCode(http.statusCode())
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName(service.name())
                                .errorCode(code(http, error))
                                .errorMessage(
                                        error.path("message")
                                                .asText(error.path("Message").asText("")))
                                .sdkHttpResponse(http)
                                .build())
                .build();
    }

    private static byte[] body(HttpExecuteResponse answer) throws IOException {
        try (InputStream in = answer.responseBody().orElse(AbortableInputStream.createEmpty())) {
            byte[] body = in.readNBytes(MOST_BYTES + 1);
            if (body.length > MOST_BYTES) {
                throw new IOException("the answer is longer than " + MOST_BYTES + " bytes");
            }
            return body;
        }
    }

    /** What stands before a service is no JSON always; its status tells enough. */
    private static JsonNode errorIn(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return question();
        }
    }

    /** {@code Name}, {@code namespace#Name} or {@code Name:address}. Source: AWS JSON protocols. */
    private static String code(SdkHttpResponse http, JsonNode error) {
        String told =
                http.firstMatchingHeader("x-amzn-ErrorType")
                        .orElseGet(() -> error.path("__type").asText(""));
        return told.substring(told.indexOf('#') + 1).split(":", 2)[0];
    }
}
