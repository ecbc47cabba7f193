package io.jenkins.plugins.spotagents.cloud.aws;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.security.ACL;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Credentials that Jenkins keeps, looked up again each minute: a key that is changed there is used
 * from then on. Safe to use from any thread.
 */
final class StoredCredentials implements AwsCredentialsProvider {

    /** Credentials with a role ask AWS each time they are resolved. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final String id;
    private final InstantSource time;
    @CheckForNull private Resolved resolved;

    StoredCredentials(String id, InstantSource time) {
        this.id = id;
        this.time = time;
    }

    /**
     * {@inheritDoc}
     *
     * @throws SdkClientException if there are none of that id, or they hold no key
     */
    @Override
    public synchronized AwsCredentials resolveCredentials() {
        Instant now = time.instant();
        if (resolved == null || !resolved.at().plus(KEPT).isAfter(now)) {
            resolved = new Resolved(lookUp(), now);
        }
        return resolved.credentials();
    }

    private AwsCredentials lookUp() {
        return find(id).map(AwsCredentialsProvider::resolveCredentials)
                .orElseThrow(
                        () ->
                                SdkClientException.create(
                                        "Unable to load credentials \"" + id + "\" of Jenkins"));
    }

    static Optional<AmazonWebServicesCredentials> find(String id) {
        List<AmazonWebServicesCredentials> all =
                CredentialsProvider.lookupCredentialsInItemGroup(
                        AmazonWebServicesCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
        return Optional.ofNullable(
                CredentialsMatchers.firstOrNull(all, CredentialsMatchers.withId(id)));
    }

    private record Resolved(AwsCredentials credentials, Instant at) {}
}
