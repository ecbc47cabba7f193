package io.spotagents.provider.gcp;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes any text into labels, which hold 63 lower case letters, digits, {@code _} and {@code -}.
 * Each other byte of its UTF-8 form becomes {@code _} and two digits of base 16; what is longer
 * goes on in further labels. Source: "Requirements for labels", Compute Engine documentation.
 */
final class LabelText {

    private static final int MOST = 63;
    private static final int HEX = 16;
    private static final int BYTE = 0xff;

    private LabelText() {}

    /** Labels {@code key}, {@code key-1}, {@code key-2} and so on. */
    static SortedMap<String, String> write(String key, String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (one & BYTE);
            if (isPlain(character)) {
                escaped.append(character);
            } else {
                escaped.append("_%02x".formatted(one & BYTE));
            }
        }
        SortedMap<String, String> labels = new TreeMap<>();
        for (int part = 0; part == 0 || part * MOST < escaped.length(); part++) {
            int end = Math.min(escaped.length(), (part + 1) * MOST);
            labels.put(name(key, part), escaped.substring(part * MOST, end));
        }
        return labels;
    }

    /**
     * What was written; empty if there is nothing.
     *
     * @throws IllegalArgumentException if somebody changed it so that it cannot be read
     */
    static String read(String key, Map<String, String> labels) {
        StringBuilder escaped = new StringBuilder();
        for (int part = 0; labels.containsKey(name(key, part)); part++) {
            escaped.append(labels.get(name(key, part)));
        }
        byte[] bytes = new byte[escaped.length()];
        int length = 0;
        for (int at = 0; at < escaped.length(); at++) {
            if (escaped.charAt(at) == '_') {
                if (at + 2 >= escaped.length()) {
                    throw new IllegalArgumentException("label " + key + " ends too early");
                }
                bytes[length++] = (byte) Integer.parseInt(escaped, at + 1, at + 3, HEX);
                at += 2;
            } else {
                bytes[length++] = (byte) escaped.charAt(at);
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isPlain(char one) {
        return one >= 'a' && one <= 'z' || one >= '0' && one <= '9' || one == '-';
    }

    private static String name(String key, int part) {
        return part == 0 ? key : key + "-" + part;
    }
}
