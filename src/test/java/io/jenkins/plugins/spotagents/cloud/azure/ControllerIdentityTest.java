package io.jenkins.plugins.spotagents.cloud.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.ProxyOptions;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.identity.DefaultAzureCredential;
import io.jenkins.plugins.spotagents.testing.EmulatedAzure;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllerIdentityTest {

    private static final TokenRequestContext MANAGEMENT =
            new TokenRequestContext().addScopes("https://management.azure.com/.default");

    @TempDir private Path directory;

    @Test
    void aWorkloadIdentityGetsItsTokenByTheClientItIsGiven() throws Exception {
        Path file = directory.resolve("token");
        Map<String, String> environment =
                Map.of(
                        "AZURE_TENANT_ID", "11111111-2222-3333-4444-555555555555",
                        "AZURE_CLIENT_ID", "22222222-2222-3333-4444-555555555555",
                        "AZURE_FEDERATED_TOKEN_FILE", file.toString());
        try (EmulatedAzure azure = new EmulatedAzure(directory)) {
            HttpClient http = behind(azure.proxyPort());
            TokenCredential identity = ControllerIdentity.of(environment, http);
            assertThatThrownBy(() -> identity.getTokenSync(MANAGEMENT))
                    .hasStackTraceContaining(file + " cannot be read");

            Files.writeString(file, EmulatedAzure.ASSERTION + "\n");

            assertThat(identity.getTokenSync(MANAGEMENT).getToken())
                    .isEqualTo("of-workload-identity");
            assertThat(azure.asked()).containsExactly("login.microsoftonline.com");
        }
    }

    @Test
    void withoutAllThatItNeedsTheUsualChainIsAsked() {
        Map<String, String> environment =
                Map.of("AZURE_TENANT_ID", "t", "AZURE_FEDERATED_TOKEN_FILE", "f");

        assertThat(ControllerIdentity.of(environment, behind(9)))
                .isInstanceOf(DefaultAzureCredential.class);
    }

    private static HttpClient behind(int proxyPort) {
        return new NettyAsyncHttpClientBuilder()
                .proxy(
                        new ProxyOptions(
                                ProxyOptions.Type.HTTP,
                                InetSocketAddress.createUnresolved("127.0.0.1", proxyPort)))
                .build();
    }
}
