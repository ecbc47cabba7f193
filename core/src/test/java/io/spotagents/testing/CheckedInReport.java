package io.spotagents.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A result that is kept beside the code, so that a change of it is read like a change of the code.
 * It is compared unless the system property {@code reports} is {@code write}.
 */
public final class CheckedInReport {

    private static final Path FOLDER = Path.of("src", "test", "resources", "reports");

    private CheckedInReport() {}

    /**
     * Compares a report with the one that is checked in, or writes it.
     *
     * @param name the file's name, without its ending
     * @throws AssertionError if they differ; says in what, and how to rewrite the report
     */
    public static void check(String name, String report) throws IOException {
        Path file = FOLDER.resolve(name + ".txt");
        if ("write".equals(System.getProperty("reports"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, report);
        } else {
            compare(file, report);
        }
    }

    static void compare(Path file, String report) throws IOException {
        String before = Files.exists(file) ? Files.readString(file) : "";
        if (!before.equals(report)) {
            throw new AssertionError(
                    file
                            + " says something else:\n"
                            + differences(before.lines().toList(), report.lines().toList())
                            + "If that is meant, rewrite the reports and read their diff:\n"
                            + "mvn -f core/pom.xml test -Dtest=ScenariosTest -Dreports=write");
        }
    }

    private static String differences(List<String> before, List<String> now) {
        List<String> gone = new ArrayList<>(before);
        gone.removeAll(now);
        List<String> come = new ArrayList<>(now);
        come.removeAll(before);
        StringBuilder lines = new StringBuilder();
        gone.forEach(line -> lines.append("- ").append(line).append('\n'));
        come.forEach(line -> lines.append("+ ").append(line).append('\n'));
        return lines.toString();
    }
}
