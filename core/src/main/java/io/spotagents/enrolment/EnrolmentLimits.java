package io.spotagents.enrolment;

import io.spotagents.capacity.CallRates.Rate;
import java.time.Duration;

/**
 * How much an endpoint takes that anybody can reach. All agents behind one gateway share an
 * address, so an address may bring a whole fleet.
 *
 * @param perAddress requests from one address, or from one /64 network of IPv6
 * @param overall requests from everywhere
 * @param maxAddresses addresses that are remembered; at least 1
 * @param maxBodyBytes of one request
 */
public record EnrolmentLimits(Rate perAddress, Rate overall, int maxAddresses, int maxBodyBytes) {

    /** Larger than any request: a document has about 500 bytes, a signature less. */
    public static final int MAX_BODY_BYTES = 16 * 1024;

    /** A fleet of 2,000 at once, each asking twice; a check takes well under a millisecond. */
    public static final EnrolmentLimits DEFAULT =
            new EnrolmentLimits(
                    new Rate(4_000, Duration.ofMillis(20)),
                    new Rate(8_000, Duration.ofMillis(5)),
                    10_000,
                    MAX_BODY_BYTES);

    public EnrolmentLimits {
        if (maxAddresses < 1) {
            throw new IllegalArgumentException(
                    "maxAddresses must be at least 1, not " + maxAddresses);
        }
        if (maxBodyBytes < 1) {
            throw new IllegalArgumentException(
                    "maxBodyBytes must be at least 1, not " + maxBodyBytes);
        }
    }
}
