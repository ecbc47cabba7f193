package io.spotagents.model;

/** Operating system of an instance; part of a pool's identity, as prices and stock differ by it. */
public enum OperatingSystem {
    LINUX,
    WINDOWS
}
