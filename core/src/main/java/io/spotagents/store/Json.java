package io.spotagents.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Stored forms to JSON texts and back. Safe to use from any thread. */
final class Json {

    private static final JsonInclude.Value ONLY_WHAT_IS_THERE =
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL);

    private final JsonMapper mapper =
            JsonMapper.builder()
                    .defaultPropertyInclusion(ONLY_WHAT_IS_THERE)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    String write(Object storedForm) {
        try {
            return mapper.writeValueAsString(storedForm);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not writable as JSON: " + storedForm, e);
        }
    }

    /** Unknown fields are ignored; a number that is missing is an error, never zero. */
    <T> T read(String text, Class<T> form) {
        try {
            return mapper.readValue(text, form);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }
}
