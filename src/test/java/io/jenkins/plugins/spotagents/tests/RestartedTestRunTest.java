package io.jenkins.plugins.spotagents.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.tasks.junit.TestResultAction;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The controller is stopped in the middle of a test run, and starts again. */
class RestartedTestRunTest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void aRunGoesOnAfterARestartAndLosesNoReportedTest() throws Throwable {
        sessions.then(
                jenkins -> {
                    SpotFleet.add(jenkins.jenkins);
                    WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
                    job.setDefinition(
                            new CpsFlowDefinition(
                                    Suites.step(
                                            "tests: " + Suites.list(40) + ", agents: 2",
                                            Suites.command(1, "")),
                                    true));
                    WorkflowRun build = job.scheduleBuild2(0).waitForStart();
                    await().atMost(SpotFleet.PATIENCE)
                            .until(
                                    () ->
                                            build.getAction(SpotTestsAction.class) != null
                                                    && build.getAction(SpotTestsAction.class)
                                                            .getLines()
                                                            .get(0)
                                                            .startsWith("1"));
                });
        sessions.then(
                jenkins -> {
                    WorkflowRun build =
                            jenkins.jenkins
                                    .getItemByFullName("job", WorkflowJob.class)
                                    .getLastBuild();

                    jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
                    assertThat(build.getAction(TestResultAction.class).getTotalCount())
                            .isEqualTo(40);
                    jenkins.assertLogContains("reports of 40 tests are known", build);
                    jenkins.assertLogNotContains("restarted: 0 reports", build);
                    SpotFleet.endAll(jenkins.jenkins);
                });
    }
}
