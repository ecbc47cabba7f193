package io.spotagents.provider.aws;

import io.spotagents.provider.LaunchRequest;

/**
 * What instances run when they boot. Launches that answer the same text share a launch template; a
 * text that differs with each launch makes one for each, unless they go through {@code
 * RunInstances}. Everything on the instance can read it, so it holds nothing that stays secret.
 */
public interface UserData {

    /** Instances boot as their image does. */
    UserData NONE = request -> "";

    /**
     * The text for the instances of one launch, not encoded; the same for a repeated request. At
     * most 16 KiB. Source: "Instance metadata and user data", EC2 User Guide.
     */
    String of(LaunchRequest request);
}
