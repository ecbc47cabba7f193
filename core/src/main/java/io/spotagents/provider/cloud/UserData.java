package io.spotagents.provider.cloud;

import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.ProviderException;

/**
 * What instances run when they boot, as their cloud takes it: user data, a startup script. All that
 * runs on an instance can read it, so it holds nothing that stays secret.
 */
public interface UserData {

    /** Instances boot as their image does. */
    UserData NONE = request -> "";

    /**
     * The text for the instances of one launch, not encoded; the same for a repeated request.
     *
     * @throws ProviderException if an instance would boot in vain, so that none may be launched
     */
    String of(LaunchRequest request) throws ProviderException;
}
