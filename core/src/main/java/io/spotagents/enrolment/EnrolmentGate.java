package io.spotagents.enrolment;

import io.spotagents.capacity.TokenBucket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lets requests pass as fast as the limits say. Safe to use from any thread. */
public final class EnrolmentGate {

    /** A network of IPv6 that one subscriber has: its addresses are free to change within. */
    private static final int NETWORK_BYTES = 8;

    private static final int KEPT_ORDER = 16;

    private final EnrolmentLimits limits;
    private final TokenBucket overall;

    /** Least recently seen first. */
    private final Map<String, TokenBucket> byAddress = new LinkedHashMap<>(KEPT_ORDER, 0.75f, true);

    public EnrolmentGate(EnrolmentLimits limits, Instant now) {
        this.limits = limits;
        this.overall = new TokenBucket(limits.overall(), now);
    }

    /**
     * Whether a request may be looked at. One that may not costs the others nothing.
     *
     * @throws RefusedException as {@code TOO_LARGE} or {@code TOO_MANY}
     */
    public synchronized void pass(InetAddress address, long bodyBytes, Instant now)
            throws RefusedException {
        TokenBucket own = bucket(network(address), now);
        if (own.left(now) < 1 || overall.left(now) < 1) {
            throw new RefusedException(RefusedBecause.TOO_MANY);
        }
        own.take(now);
        overall.take(now);
        if (bodyBytes > limits.maxBodyBytes()) {
            throw new RefusedException(RefusedBecause.TOO_LARGE, bodyBytes + " bytes");
        }
    }

    private TokenBucket bucket(String network, Instant now) {
        TokenBucket known =
                byAddress.computeIfAbsent(
                        network, any -> new TokenBucket(limits.perAddress(), now));
        if (byAddress.size() > limits.maxAddresses()) {
            Iterator<String> oldest = byAddress.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return known;
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES))
                : address.getHostAddress();
    }
}
