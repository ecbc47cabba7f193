package io.jenkins.plugins.spotagents.tests;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which test of a batch a test case of a report belongs to. Tools name the same thing differently:
 * {@code a/b_test.py::Some::method} of a list is {@code classname="a.b_test.Some" name="method"} in
 * pytest's report, a class of Java may be told by its full name or its file's. So names are
 * compared by their words alone, and a case belongs to the longest name that it begins with.
 */
final class CaseNames {

    private final Map<String, String> byWords = new HashMap<>();

    CaseNames(Collection<String> tests) {
        tests.forEach(test -> byWords.putIfAbsent(words(test), test));
    }

    /** The test; empty if the case belongs to none. */
    Optional<String> testOf(String suite, String className, String name) {
        return List.of(className + "." + name, name, className, suite + "." + name, suite).stream()
                .map(CaseNames::words)
                .flatMap(full -> longest(full).stream())
                .findFirst();
    }

    private Optional<String> longest(String full) {
        String left = full;
        while (!left.isEmpty()) {
            String test = byWords.get(left);
            if (test != null) {
                return Optional.of(test);
            }
            left = left.substring(0, Math.max(0, left.lastIndexOf(' ')));
        }
        return Optional.empty();
    }

    private static String words(String name) {
        return name.replaceAll("\\.(py|java|kt|groovy|js|ts)(?=::|#|$)", "")
                .replaceAll("[^\\p{Alnum}_$-]+", " ")
                .trim();
    }
}
