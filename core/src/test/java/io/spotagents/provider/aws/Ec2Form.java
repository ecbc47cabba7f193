package io.spotagents.provider.aws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A request of the EC2 query protocol: names such as {@code Filter.1.Value.2}, and values. */
record Ec2Form(Map<String, String> fields) {

    static Ec2Form parse(String body) {
        Map<String, String> fields = new TreeMap<>();
        for (String pair : body.split("&")) {
            int at = pair.indexOf('=');
            if (at > 0) {
                fields.put(decoded(pair.substring(0, at)), decoded(pair.substring(at + 1)));
            }
        }
        return new Ec2Form(fields);
    }

    String get(String name) {
        return fields.getOrDefault(name, "");
    }

    int number(String name, int otherwise) {
        String value = get(name);
        return value.isEmpty() ? otherwise : Integer.parseInt(value);
    }

    /** The values of {@code name.1}, {@code name.2} and so on. */
    List<String> list(String name) {
        List<String> values = new ArrayList<>();
        for (int index = 1; fields.containsKey(name + "." + index); index++) {
            values.add(get(name + "." + index));
        }
        return values;
    }

    Map<String, List<String>> filters() {
        Map<String, List<String>> filters = new TreeMap<>();
        for (int index = 1; fields.containsKey("Filter." + index + ".Name"); index++) {
            filters.put(get("Filter." + index + ".Name"), list("Filter." + index + ".Value"));
        }
        return filters;
    }

    /** The tags that one kind of thing is made with. */
    Map<String, String> tags(String resourceType) {
        Map<String, String> tags = new TreeMap<>();
        for (int spec = 1; fields.containsKey(specification(spec) + "ResourceType"); spec++) {
            if (get(specification(spec) + "ResourceType").equals(resourceType)) {
                String tag = specification(spec) + "Tag.";
                for (int index = 1; fields.containsKey(tag + index + ".Key"); index++) {
                    tags.put(get(tag + index + ".Key"), get(tag + index + ".Value"));
                }
            }
        }
        return tags;
    }

    /** All that has to be the same when a token comes again. */
    String parameters() {
        Map<String, String> rest = new TreeMap<>(fields);
        rest.remove("ClientToken");
        return rest.toString();
    }

    private static String specification(int index) {
        return "TagSpecification." + index + ".";
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
