package io.jenkins.plugins.spotagents.cloud.aws;

import io.jenkins.plugins.spotagents.cloud.ControllerProxy;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.spotagents.provider.aws.AwsClients;
import io.spotagents.provider.aws.TakenRole;
import io.spotagents.provider.cloud.CallCount;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * Where AWS is asked, and as whom.
 *
 * @param credentialsId of Jenkins' credentials; empty is the usual chain: the controller's own role
 * @param assumeRole ARN of a role to take then; empty is none
 * @param region such as {@code eu-central-1}
 * @param endpoint instead of AWS's own; empty is AWS's own
 */
record AwsAccess(String credentialsId, String assumeRole, String region, String endpoint) {

    private static final String SESSION = "spot-agents";

    /** What is wrong with it, with field and remedy. */
    Optional<String> problem() {
        return AwsRules.region(region)
                .or(() -> AwsRules.assumeRole(assumeRole))
                .or(() -> Rules.url(Messages.AwsSource_Endpoint(), endpoint));
    }

    /** Opens clients, by the proxy that Jenkins uses; sends nothing yet. */
    AwsClients open(InstantSource time) {
        AwsCredentialsProvider own =
                credentialsId.isEmpty()
                        ? DefaultCredentialsProvider.builder().build()
                        : new StoredCredentials(credentialsId, time);
        AwsClients asOwn = openAs(own);
        return assumeRole.isEmpty() ? asOwn : openAs(new TakenRole(asOwn, assumeRole, SESSION));
    }

    private AwsClients openAs(AwsCredentialsProvider credentials) {
        Optional<URI> uri = Optional.of(endpoint).filter(it -> !it.isEmpty()).map(URI::create);
        return AwsClients.open(
                new AwsClients.Access(region, uri, credentials, new CallCount()),
                ControllerProxy.read());
    }
}
