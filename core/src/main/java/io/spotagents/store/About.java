package io.spotagents.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes what a store file says of itself. */
final class About {

    /** The newest format that is known; see {@code docs/decisions/0008-store.md}. */
    static final int FORMAT = 1;

    private static final String FORMAT_KEY = "format";
    private static final String CONTROLLER_KEY = "controller";

    private static final Pattern CONTROLLER =
            Pattern.compile("\\{\"controllerId\":\"([0-9a-f-]{36})\"}");

    private static final int SCAN_BYTES = 1 << 20;
    private static final int LONGEST_MATCH = 64;

    private About() {}

    /** The format's version; empty if it is missing or no number. */
    static Optional<Integer> format(Contents contents) {
        try {
            return Optional.ofNullable(contents.of(Table.ABOUT).get(FORMAT_KEY))
                    .map(Integer::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The controller's id; empty if it is missing or no id. */
    static Optional<UUID> controller(Contents contents) {
        String text = contents.of(Table.ABOUT).getOrDefault(CONTROLLER_KEY, "");
        return id(CONTROLLER.matcher(text));
    }

    static void write(Contents contents, UUID controller) {
        SortedMap<String, String> about = contents.of(Table.ABOUT);
        about.put(FORMAT_KEY, Integer.toString(FORMAT));
        about.put(CONTROLLER_KEY, "{\"controllerId\":\"" + controller + "\"}");
    }

    /**
     * Looks for the controller's id in the bytes of a file whose tables cannot be read. Without it,
     * nobody ends the instances that run.
     */
    static Optional<UUID> findController(Path file) throws IOException {
        Set<UUID> found = new HashSet<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            String carried = "";
            byte[] block = in.readNBytes(SCAN_BYTES);
            while (block.length > 0) {
                String text = carried + new String(block, StandardCharsets.ISO_8859_1);
                Matcher matcher = CONTROLLER.matcher(text);
                Optional<UUID> next = id(matcher);
                while (next.isPresent()) {
                    found.add(next.get());
                    next = id(matcher);
                }
                carried = text.substring(Math.max(0, text.length() - LONGEST_MATCH));
                block = in.readNBytes(SCAN_BYTES);
            }
        }
        return found.size() == 1 ? found.stream().findFirst() : Optional.empty();
    }

    private static Optional<UUID> id(Matcher matcher) {
        try {
            return matcher.find()
                    ? Optional.of(UUID.fromString(matcher.group(1)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
