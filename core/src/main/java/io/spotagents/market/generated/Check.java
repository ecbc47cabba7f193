package io.spotagents.market.generated;

/** Checks the figures that settings are made of, once, where the value is made. */
final class Check {

    private Check() {}

    static void notNegative(String field, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(field + " must be at least 0, not " + value);
        }
    }

    static void aboveZero(String field, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(field + " must be above 0, not " + value);
        }
    }

    static void share(String field, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(field + " must be from 0 to 1, not " + value);
        }
    }
}
