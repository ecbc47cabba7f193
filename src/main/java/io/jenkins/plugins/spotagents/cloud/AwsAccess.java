package io.jenkins.plugins.spotagents.cloud;

import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.spotagents.provider.aws.AwsClients;
import io.spotagents.provider.aws.CallCount;
import io.spotagents.provider.aws.HttpProxy;
import io.spotagents.provider.aws.TakenRole;
import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
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
                .or(() -> AwsRules.url(Messages.AwsSource_Endpoint(), endpoint));
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
                new AwsClients.Access(region, uri, credentials, new CallCount()), proxy());
    }

    /** As set under Manage Jenkins, System. */
    static Optional<HttpProxy> proxy() {
        return Optional.ofNullable(Jenkins.get().getProxy())
                .filter(proxy -> !Rules.isBlank(proxy.getName()))
                .map(AwsAccess::toHttpProxy);
    }

    private static HttpProxy toHttpProxy(ProxyConfiguration proxy) {
        Optional<HttpProxy.Login> login =
                Optional.ofNullable(proxy.getUserName())
                        .filter(user -> !Rules.isBlank(user))
                        .map(user -> new HttpProxy.Login(user, password(proxy)));
        return new HttpProxy(
                URI.create("http://" + proxy.getName() + ":" + proxy.getPort()),
                login,
                proxy.getNoProxyHostPatterns().stream()
                        .map(Pattern::pattern)
                        .map(pattern -> pattern.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static String password(ProxyConfiguration proxy) {
        Secret secret = proxy.getSecretPassword();
        return secret == null ? "" : secret.getPlainText();
    }
}
