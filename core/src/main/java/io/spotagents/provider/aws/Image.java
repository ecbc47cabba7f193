package io.spotagents.provider.aws;

import io.spotagents.model.OperatingSystem;

/**
 * An AMI, as EC2 describes it.
 *
 * @param platform what it runs on
 * @param rootDevice name of its root device, such as {@code /dev/xvda}
 */
record Image(String id, Platform platform, String rootDevice) {

    /**
     * What an image is made for.
     *
     * @param architecture EC2's own name, such as {@code arm64}
     */
    record Platform(OperatingSystem os, String architecture) implements Comparable<Platform> {
        @Override
        public int compareTo(Platform other) {
            int byOs = os.compareTo(other.os);
            return byOs != 0 ? byOs : architecture.compareTo(other.architecture);
        }
    }
}
