package io.spotagents.model;

/** Checks the names that values are made of, once, where the value is made. */
final class Names {

    private Names() {}

    static String required(String field, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(field + " must not be empty");
        }
        if (value.indexOf('/') >= 0) {
            throw new IllegalArgumentException(field + " must not contain a slash: " + value);
        }
        return value;
    }
}
