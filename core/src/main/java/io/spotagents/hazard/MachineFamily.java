package io.spotagents.hazard;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a machine type's name that its sizes share: they stand on the same hosts, so they run
 * out together. A name of no known form is a family of its own.
 *
 * <p>Source of the forms: the machine type pages of AWS ({@code p3.2xlarge}), Google Cloud ({@code
 * n1-highcpu-16}) and Azure ({@code Standard_D4s_v5}), read 2026-08.
 */
final class MachineFamily {

    private static final Pattern AZURE =
            Pattern.compile("(?:standard|basic)_([a-z]+)\\d.*?(_v\\d+)?");

    private MachineFamily() {}

    static String of(String machineType) {
        String name = machineType.toLowerCase(Locale.ROOT);
        Matcher azure = AZURE.matcher(name);
        if (azure.matches()) {
            return azure.group(1) + (azure.group(2) == null ? "" : azure.group(2));
        }
        int dot = name.indexOf('.');
        if (dot > 0) {
            return name.substring(0, dot);
        }
        int dash = name.indexOf('-');
        return dash > 0 ? name.substring(0, dash) : name;
    }
}
