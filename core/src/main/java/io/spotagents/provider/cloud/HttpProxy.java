package io.spotagents.provider.cloud;

import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A proxy between this machine and a cloud.
 *
 * @param address with host and port
 * @param direct regular expressions, in lower case, of hosts that are asked without it; metadata
 *     services always are
 */
public record HttpProxy(URI address, Optional<Login> login, Set<String> direct) {

    /** Metadata services: behind a proxy they would be those of the proxy's own machine. */
    private static final Set<String> METADATA =
            Set.of("169\\.254\\.\\d+\\.\\d+", "metadata(\\.google\\.internal)?");

    public HttpProxy {
        Set<String> all = new HashSet<>(direct);
        all.addAll(METADATA);
        direct = Set.copyOf(all);
    }

    /** Whom the proxy knows. */
    public record Login(String user, String password) {

        /** Without the password, so that it cannot get into a log. */
        @Override
        public String toString() {
            return "login of " + user;
        }
    }
}
