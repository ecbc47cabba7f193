package io.spotagents.demo;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * The tests that the demo runs: those of Apache Commons Lang, as published.
 *
 * @param tests ids in a fixed order
 * @param leftOut tests that are not run, as each of them takes longer than the demo's instances
 *     live
 */
record Suite(List<String> tests, List<String> leftOut) {

    static final String NAME = "Apache Commons Lang";

    private static final String ANY_TEST_CLASS = "org/apache/commons/lang3/StringUtilsTest.class";

    /**
     * Each takes 7 to 76 s alone on a machine that does nothing else (measured in one JVM of 512
     * MiB), and several times as long beside 19 others, so that no instance would live to its end;
     * those with all locales need more memory than instances have here.
     */
    static final List<String> TOO_LONG =
            List.of(
                    "FastDateParser_TimeZoneStrategyTest]/[test-template:testTimeZoneStrategy_",
                    "FastDateParserTest]/[test-template:testTzParses(",
                    "FastDateParserTest]/[test-template:testParses(",
                    "DurationFormatUtilsTest]/[method:testFourYears(",
                    "ClassUtilsOssFuzzTest]/[method:testGetClassLongName(",
                    "ToStringStyleConcurrencyTest]",
                    "ExtendedMessageFormatTest]/[method:testBuiltInDateTimeFormat(",
                    "ExtendedMessageFormatTest]/[method:testExtendedAndBuiltInFormatsWith",
                    "ExtendedMessageFormatTest]/[method:testOverriddenBuiltinFormat(",
                    "LockingVisitorsTest]/[method:testReentrantLock(",
                    "LockingVisitorsTest]/[method:testReentrantReadWriteLockExclusive(",
                    "LockingVisitorsTest]/[method:testStampedLockExclusive(",
                    "LockingVisitorsTest]/[test-template:testReentrantLockFairness(");

    Suite {
        tests = List.copyOf(tests);
        leftOut = List.copyOf(leftOut);
    }

    /** Looks into the jar of tests on the class path. Takes some seconds. */
    static Suite discover() throws IOException {
        return of(testClasses());
    }

    static Suite of(List<String> classNames) {
        UnitTests unitTests = new UnitTests();
        List<String> tests = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (String className : classNames) {
            for (String test : unitTests.discover(className)) {
                (isTooLong(test) ? leftOut : tests).add(test);
            }
        }
        return new Suite(tests, leftOut);
    }

    /** Classes by the name that Maven would run, nested ones left to their outer class. */
    private static List<String> testClasses() throws IOException {
        URL one = Suite.class.getClassLoader().getResource(ANY_TEST_CLASS);
        if (one == null || !(one.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException(
                    "The jar with the tests of " + NAME + " is not on the class path");
        }
        try (JarFile jar = connection.getJarFile()) {
            return Collections.list(jar.entries()).stream()
                    .map(ZipEntry::getName)
                    .filter(name -> isTestClass(name.toLowerCase(Locale.ROOT)))
                    .map(name -> name.replace(".class", "").replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isTestClass(String entry) {
        return entry.endsWith("test.class") && !entry.contains("$");
    }

    private static boolean isTooLong(String test) {
        return TOO_LONG.stream().anyMatch(test::contains);
    }
}
