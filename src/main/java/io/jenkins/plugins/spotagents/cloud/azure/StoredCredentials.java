package io.jenkins.plugins.spotagents.cloud.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.microsoft.azure.util.AzureBaseCredentials;
import com.microsoft.azure.util.AzureCredentials;
import hudson.security.ACL;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import reactor.core.publisher.Mono;

/**
 * Credentials that Jenkins keeps: a service principal with a secret or a certificate, or a managed
 * identity. Looked up for each new token, some once an hour, so what is changed there is used from
 * the next one on. Safe to use from any thread.
 *
 * @param id of Jenkins' credentials
 */
record StoredCredentials(String id) implements TokenCredential {

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
        return Mono.defer(() -> lookUp().getToken(request));
    }

    /**
     * {@inheritDoc}
     *
     * @throws ClientAuthenticationException if there are none of that id, or Azure refuses them
     */
    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
        return lookUp().getTokenSync(request);
    }

    private TokenCredential lookUp() {
        return find(id).map(AzureCredentials::getTokenCredential)
                .orElseThrow(
                        () ->
                                new ClientAuthenticationException(
                                        Messages.AzureSource_CredentialsUnknown(id), null));
    }

    static Optional<AzureBaseCredentials> find(String id) {
        List<AzureBaseCredentials> all =
                CredentialsProvider.lookupCredentialsInItemGroup(
                        AzureBaseCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
        return Optional.ofNullable(
                CredentialsMatchers.firstOrNull(all, CredentialsMatchers.withId(id)));
    }
}
