package io.spotagents.provider.gcp;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a machine a SKU prices. The catalog says so in its description alone.
 *
 * @param family such as {@code n2d}
 * @param isMemory memory, not processors
 */
record SkuName(String family, boolean isMemory) {

    /** Not those of custom machine types, sole tenancy, reservations and commitments. */
    private static final Pattern BY_FAMILY =
            Pattern.compile(
                    "(?:Spot Preemptible )?([A-Z]\\d+[A-Z]*)(?: AMD| Arm| Predefined)? Instance"
                            + " (Core|Ram) running in .+");

    /** Named by what it is for. */
    private static final Pattern C2 =
            Pattern.compile(
                    "(?:Spot Preemptible )?Compute optimized (?:Instance )?(Core|Ram) running in .+");

    private static final String MEMORY = "Ram";

    static Optional<SkuName> parse(@Nullable String description) {
        if (description == null) {
            return Optional.empty();
        }
        Matcher byFamily = BY_FAMILY.matcher(description);
        if (byFamily.matches()) {
            String family = byFamily.group(1).toLowerCase(Locale.ROOT);
            return Optional.of(new SkuName(family, byFamily.group(2).equals(MEMORY)));
        }
        Matcher c2 = C2.matcher(description);
        return c2.matches()
                ? Optional.of(new SkuName("c2", c2.group(1).equals(MEMORY)))
                : Optional.empty();
    }

    /** What its price is for. */
    String unit() {
        return isMemory ? "GiBy.h" : "h";
    }
}
