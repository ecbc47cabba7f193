package io.spotagents.provider.gcp;

import io.spotagents.model.MachineFamily;
import io.spotagents.model.Size;
import java.util.regex.Pattern;

/**
 * A machine type, as Compute Engine describes it.
 *
 * @param architecture Compute Engine's own name, such as {@code X86_64}
 */
record MachineType(String name, Size size, String architecture) {

    /** Of the fourth generation on, machines take no Persistent Disk. */
    // Source: "About Hyperdisk", machine type support, Compute Engine documentation, read 2026-08.
    private static final Pattern HYPERDISK_ONLY = Pattern.compile("[a-z]+[4-9][a-z]*");

    /** Type of disk that it boots from if nobody says otherwise. */
    static String usualDisk(String machineType) {
        boolean isNew = HYPERDISK_ONLY.matcher(MachineFamily.of(machineType)).matches();
        return isNew ? "hyperdisk-balanced" : "pd-balanced";
    }
}
