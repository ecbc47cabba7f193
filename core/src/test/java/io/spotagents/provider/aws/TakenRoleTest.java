package io.spotagents.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.provider.cloud.CallCount;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

class TakenRoleTest {

    private final List<String> closed = new ArrayList<>();

    /** Settings are changed many times while a controller runs. */
    @Test
    void clientsInARoleLeaveNothingOpenOfThoseThatTookIt() {
        TakenRole role =
                new TakenRole(
                        clients("own", StaticCredentialsProvider.create(key())),
                        "arn:aws:iam::123456789012:role/spot",
                        "test");

        clients("in the role", role).close();

        assertThat(closed).containsExactlyInAnyOrder("in the role", "own");
    }

    private AwsClients clients(String name, AwsCredentialsProvider credentials) {
        AwsClients opened =
                AwsClients.open(
                        new AwsClients.Access(
                                FakeCatalog.REGION,
                                Optional.of(URI.create("http://127.0.0.1:9")),
                                credentials,
                                new CallCount()));
        return new AwsClients(
                opened.ec2(),
                opened.launching(),
                opened.ssm(),
                opened.sts(),
                new Closing(name, opened.http()),
                opened.signed());
    }

    private static AwsBasicCredentials key() {
        return AwsBasicCredentials.create("id", "key");
    }

    private final class Closing implements SdkHttpClient {
        private final String name;
        private final SdkHttpClient http;

        Closing(String name, SdkHttpClient http) {
            this.name = name;
            this.http = http;
        }

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return http.prepareRequest(request);
        }

        @Override
        public void close() {
            closed.add(name);
            http.close();
        }
    }
}
