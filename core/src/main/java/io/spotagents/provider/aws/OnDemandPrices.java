package io.spotagents.provider.aws;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Usd;
import java.time.Instant;
import java.util.Optional;

/** What instances of a region cost on demand. EC2 itself does not say; its price list does. */
public interface OnDemandPrices {

    /** No price is known. */
    OnDemandPrices UNKNOWN = (machineType, os) -> Optional.empty();

    /**
     * Price of one instance for one hour; empty if it is not known. Reads, if at all, many at once
     * and once in many hours.
     */
    Optional<Usd> hourly(String machineType, OperatingSystem os);

    /** When prices were read at their source; empty if they hold now. */
    default Optional<Instant> readAt(OperatingSystem os) {
        return Optional.empty();
    }
}
