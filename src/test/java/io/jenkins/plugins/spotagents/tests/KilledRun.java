package io.jenkins.plugins.spotagents.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.tasks.junit.TestResultAction;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** A test run whose controller's process is killed; each call is one inside that process. */
public final class KilledRun {

    private KilledRun() {}

    /** Begins a run of so many tests of half a second on three agents. */
    public static void begin(JenkinsRule rule, String name, int tests) throws Exception {
        WorkflowJob job = rule.createProject(WorkflowJob.class, name);
        String arguments = "tests: " + Suites.list(tests) + ", agents: 3";
        String step = Suites.step(arguments, Suites.command(0.5, ""));
        job.setDefinition(new CpsFlowDefinition(step, true));
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        await().atMost(SpotFleet.PATIENCE)
                .until(() -> build.getAction(SpotTestsAction.class) != null);
        build.save(); // what Jenkins itself has not written is lost by a kill
    }

    /** Waits until so many tests are done, and fails if all are. */
    public static void awaitDone(JenkinsRule rule, String name, int done, int tests) {
        WorkflowRun build = build(rule, name);
        await().atMost(SpotFleet.PATIENCE).until(() -> Suites.done(build) >= done);
        assertThat(Suites.done(build)).isLessThan(tests);
    }

    /** Waits for its end: every test has one result. */
    public static void assertComplete(JenkinsRule rule, String name, int tests) throws Exception {
        WorkflowRun build = build(rule, name);
        await().atMost(Duration.ofMinutes(5)).until(() -> !build.isBuilding());
        rule.assertBuildStatusSuccess(build);
        assertThat(build.getAction(TestResultAction.class).getPassedTests())
                .extracting(one -> one.getClassName() + "." + one.getName())
                .containsExactlyInAnyOrderElementsOf(Suites.names(tests));
    }

    /** That it went on with what was reported before the kill. */
    public static void assertWentOn(JenkinsRule rule, String name, int tests) throws Exception {
        WorkflowRun build = build(rule, name);
        rule.assertLogContains("reports of " + tests + " tests are known", build);
        rule.assertLogNotContains("restarted: 0 reports", build);
    }

    static String line(JenkinsRule rule, String name) {
        return build(rule, name).getAction(SpotTestsAction.class).getLines().get(0);
    }

    private static WorkflowRun build(JenkinsRule rule, String name) {
        return rule.jenkins.getItemByFullName(name, WorkflowJob.class).getLastBuild();
    }
}
