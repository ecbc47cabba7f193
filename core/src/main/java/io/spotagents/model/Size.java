package io.spotagents.model;

/**
 * How big an instance is, or has to be.
 *
 * @param cpus virtual processors, at least 1
 * @param memoryMib memory in MiB, at least 1
 */
public record Size(int cpus, int memoryMib) {
    public Size {
        if (cpus < 1) {
            throw new IllegalArgumentException("cpus must be at least 1, not " + cpus);
        }
        if (memoryMib < 1) {
            throw new IllegalArgumentException("memoryMib must be at least 1, not " + memoryMib);
        }
    }

    /** Whether an instance of this size can do what needs {@code need}. */
    public boolean holds(Size need) {
        return cpus >= need.cpus && memoryMib >= need.memoryMib;
    }

    @Override
    public String toString() {
        return cpus + " CPUs, " + memoryMib + " MiB";
    }
}
