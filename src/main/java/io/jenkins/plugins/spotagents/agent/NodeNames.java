package io.jenkins.plugins.spotagents.agent;

import io.spotagents.provider.Instance;
import jenkins.security.HMACConfidentialKey;

/**
 * Names of nodes: nobody outside can guess one, and the same instance always has the same, so that
 * after a restart an instance is not given a second node.
 */
public final class NodeNames {

    private static final HMACConfidentialKey KEY = new HMACConfidentialKey(NodeNames.class, "key");

    private static final int DIGITS = 20;

    private NodeNames() {}

    public static String of(Instance instance) {
        String digest = KEY.mac(instance.id()).substring(0, DIGITS);
        return instance.owner().template().template() + "-" + digest;
    }
}
