package io.spotagents.selection;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The regions that work may be done in, for data that has to stay in some.
 *
 * @param names as the clouds call them; one that ends in {@code *} stands for all that begin so;
 *     none is anywhere
 */
public record Regions(SortedSet<String> names) {

    /** Wherever sources are. */
    public static final Regions ANYWHERE = new Regions(new TreeSet<>());

    private static final String ANY_END = "*";

    public Regions {
        names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
        for (String name : names) {
            if (name.isBlank() || name.indexOf(ANY_END) != name.lastIndexOf(ANY_END)) {
                throw bad(name);
            }
            if (name.contains(ANY_END) && !name.endsWith(ANY_END)) {
                throw bad(name);
            }
        }
    }

    /** Whether work may be done in a region. */
    public boolean hold(String region) {
        return names.isEmpty() || names.stream().anyMatch(name -> isMeant(name, region));
    }

    private static boolean isMeant(String name, String region) {
        return name.endsWith(ANY_END)
                ? region.startsWith(name.substring(0, name.length() - 1))
                : region.equals(name);
    }

    private static IllegalArgumentException bad(String name) {
        return new IllegalArgumentException(
                "a region must be a name such as eu-central-1, or the beginning of some with * at"
                        + " its end, such as eu-*, not \""
                        + name
                        + "\"");
    }
}
