package io.spotagents.provider.cloud;

/** Checks settings where they are made; what is told names the field and the remedy. */
public final class SettingChecks {

    private SettingChecks() {}

    /**
     * The value, if it is not blank.
     *
     * @throws IllegalArgumentException if it is
     */
    public static String required(String field, String value, String remedy) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(field + " must not be empty: " + remedy);
        }
        return value;
    }

    /**
     * The value, if it is within the bounds.
     *
     * @throws IllegalArgumentException if it is not
     */
    public static int between(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    field + " must be between " + least + " and " + most + ", not " + value);
        }
        return value;
    }
}
