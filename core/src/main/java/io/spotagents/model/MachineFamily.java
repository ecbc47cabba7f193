package io.spotagents.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The family of a machine type: types of one family run on the same processors and tend to sell out
 * together.
 *
 * <p>AWS writes the family before the first dot ({@code m7g.large}), Google Cloud before the first
 * dash ({@code n2d-standard-4}), Azure around the number of processors ({@code Standard_D4as_v5} is
 * {@code Das_v5}). A name of another form is its own family.
 */
public final class MachineFamily {

    private static final Pattern AZURE =
            Pattern.compile("(?:Standard_|Basic_)([A-Z]+)\\d+(?:-\\d+)?([a-z]*)((?:_\\w+)?)");

    private MachineFamily() {}

    /** The family's name, unique within a provider. */
    public static String of(String machineType) {
        Matcher azure = AZURE.matcher(machineType);
        if (azure.matches()) {
            return azure.group(1) + azure.group(2) + azure.group(3);
        }
        int end =
                machineType.indexOf('.') > 0 ? machineType.indexOf('.') : machineType.indexOf('-');
        return end > 0 ? machineType.substring(0, end) : machineType;
    }
}
