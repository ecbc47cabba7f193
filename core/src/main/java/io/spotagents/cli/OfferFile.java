package io.spotagents.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Offers in a file: a CSV list with a header line, or, if it begins with a bracket, a JSON list of
 * objects. The columns of the one are the fields of the other: {@link OfferLine#FIELDS}.
 */
final class OfferFile {

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private final Path file;

    private OfferFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the lines; whether each makes sense they check themselves.
     *
     * @throws InputException naming line and column of what is wrong
     */
    static List<OfferLine> read(Path file) throws IOException {
        String text = text(file);
        if (text.isBlank()) {
            throw new InputException(
                    file,
                    "is empty; it needs a header line "
                            + String.join(",", OfferLine.FIELDS)
                            + " and a line for each offer, or a JSON list");
        }
        OfferFile offers = new OfferFile(file);
        List<OfferLine> lines =
                text.stripLeading().startsWith("[") ? offers.json(text) : offers.csv(text);
        if (lines.isEmpty()) {
            throw new InputException(file, "holds no offer; add at least one");
        }
        return lines;
    }

    private static String text(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file, "is not a file that is there");
        }
        try {
            String text = Files.readString(file);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (MalformedInputException e) {
            throw new InputException(file, "is not text in UTF-8");
        }
    }

    private List<OfferLine> json(String text) {
        JsonNode list;
        try {
            list = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null
                            ? ""
                            : ", line %d, column %d"
                                    .formatted(
                                            e.getLocation().getLineNr(),
                                            e.getLocation().getColumnNr());
            throw new InputException(file + where + ": not JSON: " + e.getOriginalMessage());
        }
        List<OfferLine> lines = new ArrayList<>();
        for (int at = 0; at < list.size(); at++) {
            lines.add(offer("%s, offer %d".formatted(file, at + 1), list.get(at)));
        }
        return lines;
    }

    private static OfferLine offer(String where, JsonNode node) {
        if (!node.isObject()) {
            throw new InputException(where + " must be an object, but is " + node);
        }
        Map<String, String> fields = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            requireKnown(where, field.getKey());
            if (field.getValue().isContainerNode()) {
                throw new InputException(
                        where + ", " + field.getKey() + " must be a text or a number");
            }
            if (!field.getValue().isNull()) {
                fields.put(field.getKey(), field.getValue().asText().strip());
            }
        }
        return new OfferLine(where, fields);
    }

    private List<OfferLine> csv(String text) {
        List<OfferLine> lines = new ArrayList<>();
        List<String> header = List.of();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String where = file + ", line " + number;
            List<String> cells = cells(line);
            if (header.isEmpty()) {
                header = header(where, cells);
            } else {
                lines.add(new OfferLine(where, fields(where, header, cells)));
            }
        }
        return lines;
    }

    private static List<String> header(String where, List<String> cells) {
        Set<String> seen = new HashSet<>();
        for (String cell : cells) {
            requireKnown(where, cell);
            if (!seen.add(cell)) {
                throw new InputException(where + " names the column " + cell + " twice");
            }
        }
        for (String required : OfferLine.REQUIRED) {
            if (!seen.contains(required)) {
                throw new InputException(
                        where
                                + " must be a header with the columns "
                                + String.join(", ", OfferLine.REQUIRED)
                                + ", but "
                                + required
                                + " is missing");
            }
        }
        return cells;
    }

    private static Map<String, String> fields(
            String where, List<String> header, List<String> cells) {
        if (cells.size() != header.size()) {
            throw new InputException(
                    "%s has %d columns, but its header has %d"
                            .formatted(where, cells.size(), header.size()));
        }
        Map<String, String> fields = new TreeMap<>();
        for (int column = 0; column < cells.size(); column++) {
            fields.put(header.get(column), cells.get(column));
        }
        return fields;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.split(",", -1)) {
            String bare = cell.strip();
            boolean isQuoted = bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"");
            cells.add(isQuoted ? bare.substring(1, bare.length() - 1).strip() : bare);
        }
        return cells;
    }

    private static void requireKnown(String where, String field) {
        if (!OfferLine.FIELDS.contains(field)) {
            throw new InputException(
                    "%s has an unknown field \"%s\"; known are %s"
                            .formatted(where, field, String.join(", ", OfferLine.FIELDS)));
        }
    }
}
