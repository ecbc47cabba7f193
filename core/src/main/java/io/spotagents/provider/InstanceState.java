package io.spotagents.provider;

/** Where an instance is in its life, as its provider tells it. An ended instance is not listed. */
public enum InstanceState {
    /** Asked for and granted; not running yet. */
    BOOTING,
    /** Running, and billed. */
    RUNNING,
    /** Told to end, or taken back; it may still be billed for a moment. */
    ENDING
}
