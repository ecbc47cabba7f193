package io.spotagents.cli;

import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import io.spotagents.model.Usd;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One offer as a file tells it.
 *
 * @param where it stands, for people
 * @param fields texts by name; what is absent or empty is not told
 */
record OfferLine(String where, Map<String, String> fields) {

    static final List<String> REQUIRED = List.of("pool", "cpus", "memoryMib");
    static final List<String> FIELDS =
            List.of(
                    "pool",
                    "cpus",
                    "memoryMib",
                    "usdPerHour",
                    "onDemandUsdPerHour",
                    "source",
                    "asOf");

    static final String USUAL_SOURCE = "offers";

    private static final double MAX_USD = 1e6;
    private static final String POOL_FORM =
            "write provider/account/region/zone/machineType/os/purchase, such as"
                    + " aws/main/us-east-1/us-east-1a/m7g.large/linux/spot";

    String source() {
        return text("source").orElse(USUAL_SOURCE);
    }

    boolean hasPrice() {
        return text("usdPerHour").isPresent();
    }

    /**
     * @param otherwise when the price was observed if the line does not tell
     */
    Offer offer(Instant otherwise) {
        Pool pool = pool();
        Size size = new Size(whole("cpus"), whole("memoryMib"));
        return new Offer(
                pool,
                size,
                usd("usdPerHour", pool.purchase() == Purchase.COMMITMENT),
                usd("onDemandUsdPerHour", false),
                asOf().orElse(otherwise));
    }

    Optional<Instant> asOf() {
        return text("asOf").map(this::instant);
    }

    private Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong("asOf", text, "a time such as 2026-08-20T12:00:00Z");
        }
    }

    private Pool pool() {
        String id = required("pool");
        String[] parts = id.split("/", -1);
        if (parts.length != 7) {
            throw new InputException(
                    at("pool") + " is not the id of a pool: \"" + id + "\"; " + POOL_FORM);
        }
        requireOneOf("operating system", parts[5], OperatingSystem.values());
        requireOneOf("purchase", parts[6], Purchase.values());
        try {
            return Pool.parse(id);
        } catch (IllegalArgumentException e) {
            throw new InputException(at("pool") + ": " + e.getMessage() + "; " + POOL_FORM);
        }
    }

    private void requireOneOf(String what, String text, Enum<?>[] values) {
        List<String> names =
                Arrays.stream(values)
                        .map(one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList();
        if (!names.contains(text.toLowerCase(Locale.ROOT))) {
            throw new InputException(
                    at("pool")
                            + " has an unknown "
                            + what
                            + ": \""
                            + text
                            + "\"; write "
                            + names.stream().collect(Collectors.joining(", ")));
        }
    }

    private int whole(String field) {
        String text = required(field);
        try {
            int number = Integer.parseInt(text);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, like a number that is too small
        }
        throw wrong(field, text, "a whole number of at least 1");
    }

    private Optional<Usd> usd(String field, boolean mayBeFree) {
        Optional<String> text = text(field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        double dollars = Double.NaN;
        try {
            dollars = Double.parseDouble(text.get());
        } catch (NumberFormatException e) {
            // told below, like a number that is no price
        }
        boolean isFree = mayBeFree && dollars == 0;
        if (!isFree && !(dollars >= 1e-6 && dollars <= MAX_USD)) {
            throw wrong(field, text.get(), "dollars above 0, or nothing if it is not known");
        }
        return Optional.of(Usd.of(dollars));
    }

    private String required(String field) {
        return text(field)
                .orElseThrow(
                        () -> new InputException(at(field) + " is missing: every offer needs it"));
    }

    private Optional<String> text(String field) {
        return Optional.ofNullable(fields.get(field)).filter(text -> !text.isEmpty());
    }

    private InputException wrong(String field, String text, String remedy) {
        return new InputException(at(field) + " must be " + remedy + ", but is \"" + text + "\"");
    }

    private String at(String field) {
        return where + ", " + field;
    }
}
