package io.jenkins.plugins.spotagents.tests;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Test suites in a plain shell, as a Jenkinsfile has them. */
final class Suites {

    private Suites() {}

    static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "suite.T" + i).toList();
    }

    /** As a list of Groovy. */
    static String list(int count) {
        return names(count).stream().collect(Collectors.joining("','", "['", "']"));
    }

    /**
     * Takes its time for each test, and writes its report at once; a test fails if its name is the
     * one given.
     */
    static String command(double seconds, String failing) {
        return """
               rm -rf reports; mkdir -p reports
               while read -r test; do
                 sleep %s
                 name=${test#suite.}
                 body=''
                 if [ "$name" = '%s' ]; then body='<failure message="broken"/>'; fi
                 echo "<testsuite name='suite'><testcase classname='suite' name='$name' time='%s'>$body</testcase></testsuite>" > reports/$name.tmp
                 mv reports/$name.tmp reports/$name.xml
               done < "$SPOT_TESTS_FILE"
               """
                .formatted(seconds, failing, seconds);
    }

    static String step(String arguments, String command) {
        return "spotTests label: 'spotty', reports: 'reports/*.xml', "
                + arguments
                + ", command: '''"
                + command.replace("'", "\\'")
                + "'''";
    }
}
