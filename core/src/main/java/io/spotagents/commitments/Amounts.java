package io.spotagents.commitments;

/** Checks amounts where values are made of them. */
final class Amounts {

    /** More than any account has, and far from where reckoning in thousandths overflows. */
    private static final long MOST = 1_000_000_000_000L;

    private Amounts() {}

    static long requireNotNegative(String field, long value) {
        if (value < 0 || value > MOST) {
            throw new IllegalArgumentException(
                    field + " must be between 0 and " + MOST + ", not " + value);
        }
        return value;
    }

    static long requireAtLeastOne(String field, long value) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException(
                    field + " must be between 1 and " + MOST + ", not " + value);
        }
        return value;
    }

    static String requireName(String field, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(field + " must not be empty");
        }
        return value;
    }
}
