package io.jenkins.plugins.spotagents.cloud.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.ProxyOptions;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.microsoft.azure.util.AzureBaseCredentials;
import io.jenkins.plugins.spotagents.cloud.ControllerProxy;
import io.spotagents.provider.azure.AzureAccess;
import io.spotagents.provider.cloud.CallCount;
import io.spotagents.provider.cloud.HttpProxy;
import java.net.InetSocketAddress;
import java.net.URI;

/**
 * As whom Azure is asked, and by which way.
 *
 * @param credentialsId of Jenkins' credentials; empty is what the controller itself has: its
 *     workload identity, or what its environment tells, or its managed identity
 */
record AzureLogin(String credentialsId) {

    /** What tells a managed identity is on this machine, or as near as that. */
    private static final String INNER = "169.254.*|127.*|localhost";

    /** By the proxy that Jenkins uses. Sends nothing yet. */
    AzureAccess open() {
        HttpClient http = http();
        URI management = management();
        TokenCredential credential =
                credentialsId.isEmpty()
                        ? ControllerIdentity.of(System.getenv(), http)
                        : new StoredCredentials(credentialsId);
        return new AzureAccess(
                http,
                new AzureAccess.Endpoints(management, AzureAccess.Endpoints.PUBLIC.prices()),
                AzureAccess.tokens(credential, management),
                length -> Thread.sleep(length.toMillis()),
                new CallCount());
    }

    /** Where the Resource Manager is, without a slash at its end: the credentials say so. */
    URI management() {
        return StoredCredentials.find(credentialsId)
                .map(AzureBaseCredentials::getResourceManagerEndpoint)
                .map(told -> URI.create(told.replaceAll("/+$", "")))
                .orElse(AzureAccess.Endpoints.PUBLIC.management());
    }

    /** The SDK finds none by itself within Jenkins' class loaders. */
    private static HttpClient http() {
        NettyAsyncHttpClientBuilder builder =
                new NettyAsyncHttpClientBuilder()
                        .connectTimeout(AzureAccess.CONNECT)
                        .responseTimeout(AzureAccess.ANSWER)
                        .readTimeout(AzureAccess.ANSWER)
                        .writeTimeout(AzureAccess.ANSWER);
        ControllerProxy.read().map(AzureLogin::options).ifPresent(builder::proxy);
        return builder.build();
    }

    private static ProxyOptions options(HttpProxy proxy) {
        URI address = proxy.address();
        ProxyOptions options =
                new ProxyOptions(
                        ProxyOptions.Type.HTTP,
                        InetSocketAddress.createUnresolved(address.getHost(), address.getPort()));
        options.setNonProxyHosts(INNER);
        proxy.login().ifPresent(login -> options.setCredentials(login.user(), login.password()));
        return options;
    }
}
