package io.spotagents.provider.gcp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an instance is found: its number, which is never used again, and its zone, without which
 * Compute Engine does not find it. Our id of it is both, such as {@code europe-west3-a:4711}.
 */
record InstanceKey(String zone, String number) {

    private static final Pattern ID = Pattern.compile("([a-z][-a-z0-9]*):([1-9]\\d{0,19})");

    /** Empty if no instance of ours can have this id. */
    static Optional<InstanceKey> parse(String id) {
        Matcher matcher = ID.matcher(id);
        return matcher.matches()
                ? Optional.of(new InstanceKey(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    String id() {
        return zone + ":" + number;
    }
}
