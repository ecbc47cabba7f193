package io.jenkins.plugins.spotagents.tests;

import hudson.Util;
import io.spotagents.batches.Outcome;
import io.spotagents.batches.TestResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The test cases of results that count, in the build's folder: a file for each test, so that the
 * same result written twice, as around a crash, is there once. Merged into one report at the end.
 */
final class ResultFiles {

    /** In the folder. */
    static final String REPORT = "report.xml";

    private final Path folder;

    ResultFiles(Path build, String id) throws IOException {
        this.folder = build.resolve("spot-tests").resolve(Util.getDigestOf(id));
        Files.createDirectories(folder);
    }

    Path folder() {
        return folder;
    }

    void write(TestResult result, String cases) {
        String marked =
                result.outcome() == Outcome.FLAKY
                        ? cases.replace("</testcase>", flaky(result) + "</testcase>")
                                .replaceAll(
                                        "(<testcase[^>]*)/>", "$1>" + flaky(result) + "</testcase>")
                        : cases;
        try {
            Files.writeString(
                    folder.resolve(Util.getDigestOf(result.test()) + ".part"),
                    marked,
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String flaky(TestResult result) {
        return "<system-out>"
                + Util.xmlEscape(Messages.ResultFiles_Flaky(result.attempt().number()))
                + "</system-out>";
    }

    /** A test case for a test that nobody could bring to an end. */
    static String lost(TestResult result) {
        String test = Util.xmlEscape(result.test());
        return "<testcase classname=\""
                + test
                + "\" name=\""
                + test
                + "\"><error message=\""
                + Util.xmlEscape(Messages.ResultFiles_Lost(result.attempt().number()))
                + "\"/></testcase>\n";
    }

    /** One report of all results, in their order. */
    void merge(String name, List<TestResult> results) throws IOException {
        try (var out = Files.newBufferedWriter(folder.resolve(REPORT))) {
            out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"");
            out.write(Util.xmlEscape(name) + "\">\n");
            for (TestResult result : results) {
                Path part = folder.resolve(Util.getDigestOf(result.test()) + ".part");
                out.write(Files.readString(part));
            }
            out.write("</testsuite>\n");
        }
    }

    /** The parts are no longer needed once the report is published. */
    void forgetParts() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path part : all.filter(one -> one.toString().endsWith(".part")).toList()) {
                Files.delete(part);
            }
        }
    }
}
