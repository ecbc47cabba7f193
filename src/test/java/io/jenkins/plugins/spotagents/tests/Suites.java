package io.jenkins.plugins.spotagents.tests;

import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;

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

    /** An agent at work, once so many tests are done. */
    static SpotComputer busyOn(Jenkins jenkins, WorkflowRun build, int done) {
        await().atMost(SpotFleet.PATIENCE).until(() -> done(build) >= done);
        return SpotFleet.computers(jenkins).stream()
                .filter(computer -> computer.countBusy() > 0 && computer.isAcceptingTasks())
                .findFirst()
                .orElseThrow();
    }

    static int done(WorkflowRun build) {
        SpotTestsAction action = build.getAction(SpotTestsAction.class);
        String line = action == null ? "" : action.getLines().get(0);
        return line.contains(" of ")
                ? Integer.parseInt(line.substring(0, line.indexOf(" of ")))
                : 0;
    }
}
