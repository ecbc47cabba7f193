package io.spotagents.provider.gcp;

import io.spotagents.provider.LaunchRequest;

/**
 * What instances run when they boot: a shell script on Linux, PowerShell on Windows. Everything on
 * the instance can read it, so it holds nothing that stays secret. It must not switch the machine
 * off: a stopped instance keeps its disks, which are billed.
 */
public interface StartScript {

    /** Instances boot as their image does. */
    StartScript NONE = request -> "";

    /**
     * The text for the instances of one launch; the same for a repeated request. At most 256 KiB.
     * Source: "About VM metadata", Compute Engine documentation.
     */
    String of(LaunchRequest request);
}
