package io.spotagents.provider.aws;

import io.spotagents.provider.Refusal;
import io.spotagents.provider.cloud.CallCount;
import io.spotagents.provider.cloud.HttpProxy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The SDK's clients for one account and region. Safe to use from any thread.
 *
 * @param ec2 for calls that may be repeated: these are, a few times, when EC2 is busy
 * @param launching for launches: sent once, since the loop decides what follows
 * @param signed for services that this package calls without a client of the SDK
 */
public record AwsClients(
        Ec2Client ec2,
        Ec2Client launching,
        SsmClient ssm,
        StsClient sts,
        SdkHttpClient http,
        SignedCalls signed)
        implements AutoCloseable {

    private static final int ATTEMPTS = 3;
    private static final int MAX_CONNECTIONS = 64;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** A bulk launch answers only when it is done. Shorter than the loop waits for an answer. */
    private static final Duration ANSWER = Duration.ofSeconds(50);

    /** Beyond this, whoever asked has given up. */
    private static final Duration ALL_ATTEMPTS = Duration.ofSeconds(55);

    private static final Duration BASE_DELAY = Duration.ofMillis(200);
    private static final Duration BASE_DELAY_THROTTLED = Duration.ofSeconds(1);
    private static final Duration MAX_DELAY = Duration.ofSeconds(5);

    /** Sold-out pools answer 500 too, which the SDK would repeat if it were left to itself. */
    private static final Set<String> PASSING =
            Set.of("InternalError", "InternalFailure", "Unavailable", "ServiceUnavailable");

    /** Where, as whom, and who counts. */
    public record Access(
            String region,
            Optional<URI> endpoint,
            AwsCredentialsProvider credentials,
            CallCount calls) {}

    /**
     * Opens clients; sends nothing yet. A proxy is used if the machine's environment or its system
     * properties name one.
     */
    public static AwsClients open(Access access) {
        return open(access, Optional.empty());
    }

    /** The same by a proxy, whatever the environment says; empty leaves it to the environment. */
    public static AwsClients open(Access access, Optional<HttpProxy> proxy) {
        ApacheHttpClient.Builder builder =
                ApacheHttpClient.builder() // the JDK's own loses the body of a 401
                        .maxConnections(MAX_CONNECTIONS)
                        .connectionTimeout(CONNECT)
                        .socketTimeout(ANSWER);
        proxy.ifPresent(one -> builder.proxyConfiguration(sdkProxy(one)));
        SdkHttpClient http = builder.build();
        return new AwsClients(
                configured(Ec2Client.builder(), access, http, ATTEMPTS).build(),
                configured(Ec2Client.builder(), access, http, 1).build(),
                configured(SsmClient.builder(), access, http, ATTEMPTS).build(),
                configured(StsClient.builder(), access, http, ATTEMPTS).build(),
                http,
                new SignedCalls(http, access));
    }

    @Override
    public void close() {
        ec2.close();
        launching.close();
        ssm.close();
        sts.close();
        http.close();
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
            B builder, Access access, SdkHttpClient http, int attempts) {
        access.endpoint().ifPresent(builder::endpointOverride);
        return builder.region(Region.of(access.region()))
                .credentialsProvider(access.credentials())
                .httpClient(http)
                .overrideConfiguration(
                        ClientOverrideConfiguration.builder()
                                .retryStrategy(retries(attempts))
                                .apiCallTimeout(ALL_ATTEMPTS)
                                .addExecutionInterceptor(new CountedCalls(access.calls()))
                                .build());
    }

    private static RetryStrategy retries(int attempts) {
        return StandardRetryStrategy.builder()
                .maxAttempts(attempts)
                .useClientDefaults(false)
                .retryOnException(AwsClients::isPassing)
                .treatAsThrottling(AwsClients::isThrottling)
                .backoffStrategy(BackoffStrategy.exponentialDelay(BASE_DELAY, MAX_DELAY))
                .throttlingBackoffStrategy(
                        BackoffStrategy.exponentialDelay(BASE_DELAY_THROTTLED, MAX_DELAY))
                .build();
    }

    private static boolean isPassing(Throwable failure) {
        if (failure instanceof AwsServiceException told) {
            return isThrottling(told) || PASSING.contains(Ec2Refusals.code(told));
        }
        return failure instanceof SdkClientException lost && lost.getCause() instanceof IOException;
    }

    private static boolean isThrottling(Throwable failure) {
        return failure instanceof AwsServiceException told
                && Ec2Refusals.kindOf(Ec2Refusals.code(told))
                        .filter(kind -> kind == Refusal.Kind.THROTTLED)
                        .isPresent();
    }

    private static ProxyConfiguration sdkProxy(HttpProxy proxy) {
        ProxyConfiguration.Builder builder =
                ProxyConfiguration.builder()
                        .endpoint(proxy.address())
                        .nonProxyHosts(new TreeSet<>(proxy.direct()))
                        .useSystemPropertyValues(false)
                        .useEnvironmentVariableValues(false);
        proxy.login().ifPresent(one -> builder.username(one.user()).password(one.password()));
        return builder.build();
    }
}
