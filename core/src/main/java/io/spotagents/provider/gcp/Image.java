package io.spotagents.provider.gcp;

import io.spotagents.model.OperatingSystem;

/**
 * An image, as Compute Engine describes it.
 *
 * @param path such as {@code projects/debian-cloud/global/images/debian-12-v20260801}
 * @param platform what it runs on
 */
record Image(String path, Platform platform) {

    /**
     * What an image is made for.
     *
     * @param architecture Compute Engine's own name, such as {@code ARM64}
     */
    record Platform(OperatingSystem os, String architecture) implements Comparable<Platform> {
        @Override
        public int compareTo(Platform other) {
            int byOs = os.compareTo(other.os);
            return byOs != 0 ? byOs : architecture.compareTo(other.architecture);
        }
    }
}
