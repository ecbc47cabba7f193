package io.spotagents.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.CallCount;
import io.spotagents.provider.cloud.HttpProxy;
import io.spotagents.testing.VirtualTime;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class HttpProxyTest {

    /** Nobody answers there: what is answered came by the proxy. */
    private static final URI NOWHERE = URI.create("http://ec2.invalid:80");

    private final FakeEc2 ec2 =
            FakeEc2.start(new VirtualTime(Instant.parse("2026-01-01T12:00:00Z")));

    @AfterEach
    void close() {
        ec2.close();
    }

    @Test
    void asksByTheProxy() throws Exception {
        HttpProxy proxy =
                new HttpProxy(
                        ec2.endpoint(), Optional.of(new HttpProxy.Login("me", "pw")), Set.of());

        assertThat(account(proxy)).isEqualTo(FakeCatalog.ACCOUNT);
        assertThat(proxy.toString()).doesNotContain("pw");
    }

    @Test
    void asksSomeHostsWithoutIt() {
        HttpProxy proxy = new HttpProxy(ec2.endpoint(), Optional.empty(), Set.of(".*\\.invalid"));

        assertThatThrownBy(() -> account(proxy)).isInstanceOf(ProviderException.class);
        assertThat(ec2.count("GetCallerIdentity")).isZero();
    }

    @Test
    void metadataServicesAreNeverBehindIt() {
        HttpProxy proxy = new HttpProxy(ec2.endpoint(), Optional.empty(), Set.of());

        assertThat(List.of("169.254.169.254", "169.254.170.2", "metadata.google.internal"))
                .allMatch(host -> proxy.direct().stream().anyMatch(host::matches));
        assertThat(proxy.direct()).noneMatch("compute.googleapis.com"::matches);
    }

    private static String account(HttpProxy proxy) throws ProviderException {
        AwsClients.Access access =
                new AwsClients.Access(
                        FakeCatalog.REGION,
                        Optional.of(NOWHERE),
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")),
                        new CallCount());
        try (AwsClients clients = AwsClients.open(access, Optional.of(proxy))) {
            return new AwsAccount(clients.sts()).id();
        }
    }
}
