package io.spotagents.provider.cloud;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * A proxy between this machine and a cloud.
 *
 * @param address with host and port
 * @param direct regular expressions, in lower case, of hosts that are asked without it
 */
public record HttpProxy(URI address, Optional<Login> login, Set<String> direct) {

    public HttpProxy {
        direct = Set.copyOf(direct);
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
