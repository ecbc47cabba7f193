package io.spotagents.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotagents.market.Observation;
import io.spotagents.market.RecordedObservation;
import io.spotagents.model.Pool;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads back what {@link ObservationTable#export} wrote. */
public final class ObservationLines {

    private static final Pattern NO_CONSTANT =
            Pattern.compile("No enum constant (?:\\w+\\.)*(\\w+)\\.(\\w*)$");

    private static final List<String> REQUIRED =
            List.of(
                    "/kind",
                    "/seen/source",
                    "/seen/at",
                    "/seen/pool/place/provider",
                    "/seen/pool/place/account",
                    "/seen/pool/place/region",
                    "/seen/pool/place/zone",
                    "/seen/pool/machineType",
                    "/seen/pool/os",
                    "/seen/pool/purchase");

    private ObservationLines() {}

    /**
     * All observations, numbered as they stand; an empty line is passed over. One that bears an
     * earlier time than the one before it is marked, whether or not its line says so.
     *
     * @throws IllegalArgumentException naming the line, and what is wrong with it
     */
    public static List<RecordedObservation> read(BufferedReader lines) throws IOException {
        Json json = new Json();
        Map<Pool, Pool> pools = new HashMap<>();
        List<RecordedObservation> all = new ArrayList<>();
        Instant before = Instant.MIN;
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            RecordedObservation read = read(line, number, json, pools);
            Observation observation = read.observation();
            boolean wentBack = observation.seen().at().isBefore(before) || read.clockWentBack();
            before = observation.seen().at();
            all.add(new RecordedObservation(number, wentBack, observation));
        }
        return all;
    }

    private static RecordedObservation read(
            String line, int number, Json json, Map<Pool, Pool> pools) {
        try {
            JsonNode fields = json.read(line, JsonNode.class);
            for (String field : REQUIRED) {
                if (!fields.at(field).isTextual()) {
                    throw new IllegalArgumentException(dotted(field) + " is missing or no text");
                }
            }
            return json.read(line, StoredObservation.class)
                    .toRecorded(number, pool -> pools.computeIfAbsent(pool, same -> same));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("line " + number + ": " + what(e), e);
        }
    }

    private static String what(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        // a figure that its kind needs is missing: the message is its name
        return e instanceof NullPointerException
                ? message + " is missing"
                : NO_CONSTANT.matcher(message).replaceFirst("$2 is no $1 that is known");
    }

    private static String dotted(String field) {
        return field.substring(1).replace('/', '.');
    }
}
