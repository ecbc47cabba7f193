package io.jenkins.plugins.spotagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import io.jenkins.plugins.spotagents.tests.KilledRun;
import java.io.File;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** The controller's process is killed, and started again. */
class KilledControllerTest {

    private static final int TESTS = 60;

    @RegisterExtension
    private final RealJenkinsExtension jenkins =
            new RealJenkinsExtension()
                    .javaOptions("-Dio.spotagents.provider.local.allowed=true")
                    .withTimeout(600);

    @Test
    void afterAKillAndAStartResultsAreCompleteAndNoProcessIsLeft() throws Throwable {
        jenkins.startJenkins();
        jenkins.runRemotely(KilledControllerTest::beginBuild);
        assertThat(processesOfInstances(jenkins.getHome())).isNotEmpty();

        jenkins.stopJenkinsForcibly();
        jenkins.startJenkins();
        jenkins.runRemotely(KilledControllerTest::finishBuildAndIdle);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> processesOfInstances(jenkins.getHome()).isEmpty());
    }

    private static void beginBuild(JenkinsRule rule) throws Throwable {
        var template = SpotFleet.template();
        template.setIdleSeconds(2);
        SpotFleet.add(rule.jenkins, template);
        WorkflowJob job = rule.createProject(WorkflowJob.class, "job");
        job.setDefinition(
                new CpsFlowDefinition(
                        "retry(count: 3, conditions: [agent(), nonresumable()]) {"
                                + " node('spotty') { sh 'echo begun; sleep 15; echo over' } }",
                        true));
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        rule.waitForMessage("begun", build);
        // What Jenkins itself has not written is lost by a kill: the test is about instances.
        build.save();
        KilledRun.begin(rule, "tests", TESTS);
        KilledRun.awaitDone(rule, "tests", 4, TESTS);
    }

    private static void finishBuildAndIdle(JenkinsRule rule) throws Throwable {
        WorkflowRun build = rule.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
        rule.waitForCompletion(build);
        KilledRun.assertComplete(rule, "tests", TESTS);
        KilledRun.assertWentOn(rule, "tests", TESTS);
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(
                        () ->
                                assertThat(SpotFleet.computers(rule.jenkins))
                                        .extracting(KilledControllerTest::state)
                                        .isEmpty());
    }

    private static String state(SpotComputer computer) {
        return computer.getName()
                + (computer.getNode() == null ? " without a node" : " with a node")
                + (computer.isIdle() ? " idle" : " busy")
                + (computer.isOnline() ? " online " : " offline ")
                + computer.getExecutors();
    }

    private static List<ProcessHandle> processesOfInstances(File home) {
        String below = new File(home, "spot-agents").getPath();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(below))
                .toList();
    }
}
