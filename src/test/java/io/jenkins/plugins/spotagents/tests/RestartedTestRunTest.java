package io.jenkins.plugins.spotagents.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.tasks.junit.TestResultAction;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The controller is stopped in the middle of a test run, and starts again. */
class RestartedTestRunTest {

    private static final String TESTS = "tests: " + Suites.list(40);

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void aRunGoesOnAfterARestartAndLosesNoReportedTest() throws Throwable {
        sessions.then(
                jenkins -> {
                    SpotFleet.add(jenkins.jenkins);
                    WorkflowRun command =
                            start(
                                    jenkins,
                                    "command",
                                    Suites.step(TESTS + ", agents: 2", Suites.command(1, "")));
                    WorkflowRun body = start(jenkins, "body", body());
                    await().atMost(SpotFleet.PATIENCE)
                            .until(() -> Suites.done(command) > 3 && Suites.done(body) > 3);
                });
        sessions.then(
                jenkins -> {
                    for (String name : List.of("command", "body")) {
                        WorkflowRun build =
                                jenkins.jenkins
                                        .getItemByFullName(name, WorkflowJob.class)
                                        .getLastBuild();
                        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
                        assertThat(build.getAction(TestResultAction.class).getTotalCount())
                                .isEqualTo(40);
                        jenkins.assertLogContains("reports of 40 tests are known", build);
                        jenkins.assertLogNotContains("restarted: 0 reports", build);
                    }
                    SpotFleet.endAll(jenkins.jenkins);
                });
    }

    private static String body() {
        return "spotTests(label: 'spotty', reports: 'reports/*.xml', "
                + TESTS
                + ", agents: 2) { sh '''"
                + Suites.command(1, "").replace("'", "\\'")
                + "''' }";
    }

    private static WorkflowRun start(JenkinsRule jenkins, String name, String script)
            throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }
}
