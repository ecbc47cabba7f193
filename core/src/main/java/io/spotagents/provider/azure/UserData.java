package io.spotagents.provider.azure;

import io.spotagents.provider.LaunchRequest;

/** What instances run when they boot; each launch has its own. */
public interface UserData {

    /** Instances boot as their image does. */
    UserData NONE = request -> "";

    /**
     * The text for the instances of one launch, not encoded. At most 64 KiB, encoded. Source:
     * "Custom data and cloud-init on Azure Virtual Machines".
     */
    String of(LaunchRequest request);
}
