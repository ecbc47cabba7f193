package io.spotagents.portfolio;

/** What every figure must pass before it is reckoned with. */
final class Checks {

    private Checks() {}

    /** Zero or more, and finite. */
    static double notNegative(String field, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw refused(field, "a finite number, not negative", value);
        }
        return value;
    }

    /** More than zero, and finite. */
    static double positive(String field, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw refused(field, "a finite number above zero", value);
        }
        return value;
    }

    /** Zero to one. */
    static double probability(String field, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw refused(field, "between 0 and 1", value);
        }
        return value;
    }

    /** Zero or more; infinity means no limit. */
    static double limit(String field, double value) {
        if (!(value >= 0)) {
            throw refused(field, "a number, not negative", value);
        }
        return value;
    }

    /** Zero to {@code max}, both included. */
    static int within(String field, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(
                    field + " must be between 0 and " + max + ", but is " + value);
        }
        return value;
    }

    /** As without a row, and names the row of the pool. */
    static double notNegative(String field, int row, double value) {
        return value >= 0 && value < Double.POSITIVE_INFINITY
                ? value
                : notNegative(of(field, row), value);
    }

    /** As without a row, and names the row of the pool. */
    static double positive(String field, int row, double value) {
        return value > 0 && value < Double.POSITIVE_INFINITY
                ? value
                : positive(of(field, row), value);
    }

    /** As without a row, and names the row of the pool. */
    static double probability(String field, int row, double value) {
        return value >= 0 && value <= 1 ? value : probability(of(field, row), value);
    }

    /** As without a row, and names the row of the pool. */
    static int within(String field, int row, int value, int max) {
        return value >= 0 && value <= max ? value : within(of(field, row), value, max);
    }

    /** Built on failure only: filling a million cells must not make a million texts. */
    private static String of(String field, int row) {
        return field + " of pool " + row;
    }

    private static IllegalArgumentException refused(String field, String wanted, double value) {
        return new IllegalArgumentException(field + " must be " + wanted + ", but is " + value);
    }
}
