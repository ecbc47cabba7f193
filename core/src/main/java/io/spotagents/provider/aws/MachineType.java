package io.spotagents.provider.aws;

import io.spotagents.model.Size;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A machine type, as EC2 describes it.
 *
 * @param architectures EC2's own names of what it runs, such as {@code x86_64}
 * @param purchases EC2's own names of how it can be bought: {@code spot}, {@code on-demand}
 */
record MachineType(
        String name, Size size, SortedSet<String> architectures, SortedSet<String> purchases) {
    MachineType {
        architectures = Collections.unmodifiableSortedSet(new TreeSet<>(architectures));
        purchases = Collections.unmodifiableSortedSet(new TreeSet<>(purchases));
    }
}
