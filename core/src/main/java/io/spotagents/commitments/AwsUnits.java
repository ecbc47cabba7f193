package io.spotagents.commitments;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an EC2 instance weighs in normalized units: a large is 4, an xlarge 8, an Nxlarge N times 8.
 * Source: AWS whitepaper "Amazon EC2 Reserved Instances and Other AWS Reservation Models", table
 * "Regional Reserved Instance sizes and normalization factors", read 2026-11.
 */
public final class AwsUnits {

    private static final long XLARGE = 8_000;
    private static final int LONGEST_NUMBER = 3;

    private static final Map<String, Long> SMALLER =
            Map.of(
                    "nano", 250L,
                    "micro", 500L,
                    "small", 1_000L,
                    "medium", 2_000L,
                    "large", 4_000L,
                    "xlarge", XLARGE);

    private static final Pattern TYPE = Pattern.compile("([^.]+)\\.([^.]+)");
    private static final Pattern MANY_XLARGE = Pattern.compile("([1-9][0-9]*)xlarge");

    private AwsUnits() {}

    /** Thousandths of a unit; empty if the size has no known weight, as {@code metal} has not. */
    public static OptionalLong milliUnits(String machineType) {
        Matcher type = TYPE.matcher(machineType);
        if (!type.matches()) {
            return OptionalLong.empty();
        }
        String size = type.group(2);
        Long smaller = SMALLER.get(size);
        if (smaller != null) {
            return OptionalLong.of(smaller);
        }
        Matcher many = MANY_XLARGE.matcher(size);
        return many.matches() && many.group(1).length() <= LONGEST_NUMBER
                ? OptionalLong.of(Long.parseLong(many.group(1)) * XLARGE)
                : OptionalLong.empty();
    }

    /** {@code c5} of {@code c5.large}; the whole name if it has no dot. */
    public static String family(String machineType) {
        return machineType.split("\\.", 2)[0];
    }
}
