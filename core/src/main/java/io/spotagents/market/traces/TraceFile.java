package io.spotagents.market.traces;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** One trace as a file: {@code {"metadata":{"gap_seconds":195},"data":[0,1,1]}}. */
final class TraceFile {

    static final String ENDING = ".json";

    private static final String METADATA = "metadata";
    private static final String GAP = "gap_seconds";
    private static final String DATA = "data";
    private static final double MAX_GAP_SECONDS = Duration.ofDays(366).toSeconds();

    /** NaN is let through the parser, so that the message can say where it is. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Path path;

    TraceFile(Path path) {
        this.path = path;
    }

    Trace read() throws TraceException {
        JsonNode json = parse();
        if (!json.isObject()) {
            throw wrong(
                    "must be an object with "
                            + METADATA
                            + " and "
                            + DATA
                            + "; if it is no trace, move it out of the folder");
        }
        Duration gap = gap(json.path(METADATA).path(GAP));
        JsonNode data = json.path(DATA);
        if (!data.isArray() || data.isEmpty()) {
            throw wrong(DATA + " must be a list of at least one number: instances at each sample");
        }
        int[] counts = new int[data.size()];
        for (int sample = 0; sample < counts.length; sample++) {
            counts[sample] = count(sample, data.get(sample));
        }
        return new Trace(TraceName.parse(stem()), gap, counts);
    }

    void write(Trace trace) throws IOException {
        ObjectNode json = MAPPER.createObjectNode();
        long millis = trace.gap().toMillis();
        if (millis % 1000 == 0) {
            json.putObject(METADATA).put(GAP, millis / 1000);
        } else {
            json.putObject(METADATA).put(GAP, millis / 1000.0);
        }
        ArrayNode data = json.putArray(DATA);
        for (int count : trace.counts()) {
            data.add(count);
        }
        Files.writeString(path, MAPPER.writeValueAsString(json) + "\n");
    }

    private JsonNode parse() throws TraceException {
        try {
            return MAPPER.readTree(Files.readAllBytes(path));
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null
                            ? ""
                            : " (line %d, column %d)"
                                    .formatted(
                                            e.getLocation().getLineNr(),
                                            e.getLocation().getColumnNr());
            throw new TraceException(path + ": not JSON" + where, e);
        } catch (IOException e) {
            throw new TraceException(path + ": cannot be read: " + e, e);
        }
    }

    private Duration gap(JsonNode gap) throws TraceException {
        if (gap.isMissingNode() || gap.isNull()) {
            throw wrong(
                    METADATA + "." + GAP + " is missing: write the seconds between two samples");
        }
        double seconds = gap.isNumber() ? gap.doubleValue() : Double.NaN;
        long millis = Math.round(seconds * 1000);
        if (!(seconds > 0) || seconds > MAX_GAP_SECONDS || millis < 1) {
            throw wrong(METADATA + "." + GAP + " must be a number above 0, not " + gap);
        }
        return Duration.ofMillis(millis);
    }

    /** Whole numbers only, but 1.0 is one: some tools write every number so. */
    private int count(int sample, JsonNode node) throws TraceException {
        double count = node.isNumber() ? node.doubleValue() : Double.NaN;
        if (!(count >= 0) || count > Integer.MAX_VALUE || count != Math.rint(count)) {
            throw wrong(
                    DATA
                            + "["
                            + sample
                            + "] must be a whole number of at least 0, not "
                            + node
                            + ": write how many instances could be had");
        }
        return (int) count;
    }

    private TraceException wrong(String what) {
        return new TraceException(path + ": " + what);
    }

    private String stem() {
        String file = String.valueOf(path.getFileName());
        return file.substring(0, file.length() - ENDING.length());
    }
}
