package io.spotagents.enrolment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads JSON that comes from somebody unknown: one object, no name twice (two readers might
 * disagree on which counts), nothing behind it, little depth. Safe to use from any thread.
 */
public final class StrictJson {

    private static final int MAX_DEPTH = 8;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final JsonNode object;

    private StrictJson(JsonNode object) {
        this.object = object;
    }

    /**
     * @throws RefusedException as {@code MALFORMED} if it is no such object
     */
    public static StrictJson read(byte[] text) throws RefusedException {
        JsonNode read;
        try {
            read = MAPPER.readTree(text);
        } catch (IOException e) {
            // the parser's own message quotes the text, which may hold a secret
            throw new RefusedException(RefusedBecause.MALFORMED, "it is no JSON");
        }
        if (!read.isObject()) {
            throw new RefusedException(RefusedBecause.MALFORMED, "it is no JSON object");
        }
        return new StrictJson(read);
    }

    /** A field's text; empty if it is absent, blank, or no text. */
    public Optional<String> text(String field) {
        return Optional.ofNullable(object.get(field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isBlank());
    }

    /**
     * The object that a field holds.
     *
     * @throws RefusedException as {@code MALFORMED} if it holds none
     */
    public StrictJson inside(String field) throws RefusedException {
        JsonNode found = object.get(field);
        if (found == null || !found.isObject()) {
            throw new RefusedException(RefusedBecause.MALFORMED, "it lacks " + field);
        }
        return new StrictJson(found);
    }

    /**
     * @throws RefusedException as {@code MALFORMED} if the field has no text
     */
    public String required(String field) throws RefusedException {
        return text(field)
                .orElseThrow(
                        () -> new RefusedException(RefusedBecause.MALFORMED, "it lacks " + field));
    }

    /**
     * A whole number that a {@code long} holds.
     *
     * @throws RefusedException as {@code MALFORMED} if the field has none
     */
    public long number(String field) throws RefusedException {
        return Optional.ofNullable(object.get(field))
                .filter(JsonNode::canConvertToLong)
                .filter(JsonNode::isIntegralNumber)
                .map(JsonNode::longValue)
                .orElseThrow(
                        () -> new RefusedException(RefusedBecause.MALFORMED, "it lacks " + field));
    }

    /**
     * An object within this one.
     *
     * @throws RefusedException as {@code MALFORMED} if the field has none
     */
    public StrictJson object(String field) throws RefusedException {
        return Optional.ofNullable(object.get(field))
                .filter(JsonNode::isObject)
                .map(StrictJson::new)
                .orElseThrow(
                        () -> new RefusedException(RefusedBecause.MALFORMED, "it lacks " + field));
    }
}
