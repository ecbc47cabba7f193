package io.jenkins.plugins.spotagents.cloud;

/** How instances of AWS prove which they are when they enroll. */
public enum AwsProof {
    /** By their identity document, which AWS signs. */
    DOCUMENT,
    /** By a secret in the user data of their launch; with {@code RunInstances} alone. */
    SECRET
}
