package io.jenkins.plugins.spotagents.cloud.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.identity.AzureAuthorityHosts;
import com.azure.identity.ClientAssertionCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** What the controller itself is to Azure, without credentials of Jenkins. */
final class ControllerIdentity {

    private static final String TENANT = "AZURE_TENANT_ID";
    private static final String CLIENT = "AZURE_CLIENT_ID";
    private static final String FILE = "AZURE_FEDERATED_TOKEN_FILE";
    private static final String AUTHORITY = "AZURE_AUTHORITY_HOST";

    private ControllerIdentity() {}

    /**
     * Its workload identity, if the environment tells one; else what the SDK's usual chain finds:
     * the environment's secret, a managed identity. Asks for nothing yet.
     *
     * @param environment of this process
     * @param http by which tokens are asked for
     */
    static TokenCredential of(Map<String, String> environment, HttpClient http) {
        boolean isFederated =
                Stream.of(TENANT, CLIENT, FILE)
                        .noneMatch(name -> environment.getOrDefault(name, "").isBlank());
        return isFederated
                ? federated(environment, http)
                : new DefaultAzureCredentialBuilder().httpClient(http).build();
    }

    /** Not the SDK's own kind of it, which asks past the client that it is given, and its proxy. */
    private static TokenCredential federated(Map<String, String> environment, HttpClient http) {
        Path file = Path.of(environment.get(FILE));
        return new ClientAssertionCredentialBuilder()
                .tenantId(environment.get(TENANT))
                .clientId(environment.get(CLIENT))
                .authorityHost(
                        environment.getOrDefault(AUTHORITY, AzureAuthorityHosts.AZURE_PUBLIC_CLOUD))
                .clientAssertion(() -> read(file))
                .httpClient(http)
                .build();
    }

    /** Each time anew, as the platform replaces it within the hour. */
    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the token in " + file + " cannot be read", e);
        }
    }
}
