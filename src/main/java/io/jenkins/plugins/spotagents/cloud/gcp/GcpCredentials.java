package io.jenkins.plugins.spotagents.cloud.gcp;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.google.api.client.http.HttpTransport;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.OAuth2Credentials;
import hudson.security.ACL;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * A key file that Jenkins keeps, or what the controller itself has, looked up each time that a
 * token is asked for, which is at least once an hour: a key that is changed there is used from then
 * on. Safe to use from any thread.
 */
final class GcpCredentials extends OAuth2Credentials {

    @Serial private static final long serialVersionUID = 1L;

    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

    private final String id;
    private final transient HttpTransport transport;

    /**
     * @param id of Jenkins' credentials; empty is what the controller has
     * @param transport by which tokens are fetched
     */
    GcpCredentials(String id, HttpTransport transport) {
        this.id = id;
        this.transport = transport;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IOException if there are no credentials of that id, they hold no key, or Google gives
     *     no token for it; it says which
     */
    @Override
    public AccessToken refreshAccessToken() throws IOException {
        GoogleCredentials found =
                id.isEmpty()
                        ? GoogleCredentials.getApplicationDefault(() -> transport)
                        : GoogleCredentials.fromStream(key(), () -> transport);
        return found.createScoped(SCOPE).refreshAccessToken();
    }

    /** Also with another key. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    private InputStream key() throws IOException {
        StandardCredentials found =
                find(id).orElseThrow(
                                () ->
                                        new IOException(
                                                "Jenkins has no credentials \""
                                                        + id
                                                        + "\" that are a secret file or a secret"
                                                        + " text"));
        if (found instanceof FileCredentials file) {
            return file.getContent();
        }
        String text = ((StringCredentials) found).getSecret().getPlainText();
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A secret file or a secret text. */
    static Optional<StandardCredentials> find(String id) {
        return find(FileCredentials.class, id).or(() -> find(StringCredentials.class, id));
    }

    private static <C extends StandardCredentials> Optional<StandardCredentials> find(
            Class<C> type, String id) {
        List<C> all =
                CredentialsProvider.lookupCredentialsInItemGroup(
                        type, Jenkins.get(), ACL.SYSTEM2, List.of());
        return Optional.ofNullable(
                CredentialsMatchers.firstOrNull(all, CredentialsMatchers.withId(id)));
    }
}
