package io.spotagents.provider.aws;

import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.PoolSignals.Advice;
import java.util.Optional;

/** How often machine types of a region were reclaimed, as the Spot Instance Advisor tells. */
public interface AdvisorBands {

    /** No band is known. */
    AdvisorBands UNKNOWN = (machineType, os) -> Optional.empty();

    /** The band of a machine type, the same in all zones; empty if it is not known. */
    Optional<Advice> advice(String machineType, OperatingSystem os);
}
