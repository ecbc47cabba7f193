package io.jenkins.plugins.spotagents.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.tasks.junit.TestResultAction;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import java.time.Duration;
import java.util.Random;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * The controller's process is killed at ten random moments of test runs, each run goes on in the
 * next process: see docs/benchmarks.md. Not part of the build; run by {@code mvn test
 * -Dtest=KilledTestRunBench}.
 */
class KilledTestRunBench {

    private static final int KILLS = 10;
    private static final int TESTS = 120;

    /** About as long as a run takes, its publication included. */
    private static final int LATEST_MILLIS = 45_000;

    @RegisterExtension
    private final RealJenkinsExtension jenkins =
            new RealJenkinsExtension()
                    .javaOptions("-Dio.spotagents.provider.local.allowed=true")
                    .withTimeout(3_600);

    @Test
    void resultsAreCompleteWheneverTheControllerIsKilled() throws Throwable {
        Random random = new Random(6);
        jenkins.startJenkins();
        jenkins.runRemotely(KilledTestRunBench::addCloud);
        for (int kill = 1; kill <= KILLS; kill++) {
            String job = "job" + kill;
            jenkins.runRemotely(
                    rule -> {
                        begin(rule, job);
                    });
            long millis = random.nextInt(LATEST_MILLIS);
            await().pollDelay(Duration.ofMillis(millis))
                    .atMost(Duration.ofMillis(2 * LATEST_MILLIS))
                    .until(() -> true);
            String before = jenkins.runRemotely(rule -> line(rule, job));
            jenkins.stopJenkinsForcibly();
            jenkins.startJenkins();
            String after = jenkins.runRemotely(rule -> finished(rule, job));
            System.out.printf("| %d | %.1f s | %s | %s |%n", kill, millis / 1000.0, before, after);
        }
        jenkins.runRemotely(KilledTestRunBench::endInstances);
    }

    private static void addCloud(JenkinsRule rule) throws Throwable {
        SpotFleet.add(rule.jenkins);
    }

    private static void endInstances(JenkinsRule rule) {
        SpotFleet.endAll(rule.jenkins);
    }

    private static void begin(JenkinsRule rule, String name) throws Throwable {
        WorkflowJob job = rule.createProject(WorkflowJob.class, name);
        String step =
                Suites.step(
                        "tests: " + Suites.list(TESTS) + ", agents: 3", Suites.command(0.5, ""));
        job.setDefinition(new CpsFlowDefinition(step, true));
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        await().atMost(SpotFleet.PATIENCE)
                .until(() -> build.getAction(SpotTestsAction.class) != null);
        build.save(); // what Jenkins itself has not written is lost by a kill
    }

    private static String line(JenkinsRule rule, String job) {
        WorkflowRun build = rule.jenkins.getItemByFullName(job, WorkflowJob.class).getLastBuild();
        return build.getAction(SpotTestsAction.class).getLines().get(0);
    }

    private static String finished(JenkinsRule rule, String job) throws Throwable {
        WorkflowRun build = rule.jenkins.getItemByFullName(job, WorkflowJob.class).getLastBuild();
        await().atMost(Duration.ofMinutes(5)).until(() -> !build.isBuilding());
        rule.assertBuildStatusSuccess(build);
        TestResultAction results = build.getAction(TestResultAction.class);
        assertThat(results.getPassedTests())
                .extracting(one -> one.getClassName() + "." + one.getName())
                .containsExactlyInAnyOrderElementsOf(Suites.names(TESTS));
        return build.getAction(SpotTestsAction.class).getLines().get(0);
    }
}
