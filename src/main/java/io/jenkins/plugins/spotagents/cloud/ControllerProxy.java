package io.jenkins.plugins.spotagents.cloud;

import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.spotagents.provider.cloud.HttpProxy;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;

/** The proxy that Jenkins uses, for the clients of clouds. */
public final class ControllerProxy {

    private ControllerProxy() {}

    /** As set under Manage Jenkins, System; empty for none. */
    public static Optional<HttpProxy> read() {
        return Optional.ofNullable(Jenkins.get().getProxy())
                .filter(proxy -> !Rules.isBlank(proxy.getName()))
                .map(ControllerProxy::toHttpProxy);
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
