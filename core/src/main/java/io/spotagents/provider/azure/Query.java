package io.spotagents.provider.azure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The query of an address. Immutable. */
record Query(List<String> parts) {

    Query {
        parts = List.copyOf(parts);
    }

    static Query of(String apiVersion) {
        return new Query(List.of()).with("api-version", apiVersion);
    }

    Query with(String name, String value) {
        List<String> more = new ArrayList<>(parts);
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        more.add(name + "=" + encoded);
        return new Query(more);
    }

    @Override
    public String toString() {
        return String.join("&", parts);
    }
}
