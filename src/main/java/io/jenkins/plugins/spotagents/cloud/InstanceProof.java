package io.jenkins.plugins.spotagents.cloud;

/** How instances prove which they are when they enroll. */
public enum InstanceProof {
    /** By what their cloud signs for each of them. */
    DOCUMENT,
    /** By a secret in what the instances of their launch are given to run. */
    SECRET
}
