package io.spotagents.provider.gcp;

/** Checks settings where they are made; what is told names the field and the remedy. */
final class SettingChecks {

    private SettingChecks() {}

    static String required(String field, String value, String remedy) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(field + " must not be empty: " + remedy);
        }
        return value;
    }

    static int between(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    field + " must be between " + least + " and " + most + ", not " + value);
        }
        return value;
    }
}
