package io.jenkins.plugins.spotagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import io.spotagents.fleet.Member;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The controller is stopped in the middle of a build, and starts again. */
class RestartTest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void aBuildGoesOnOnTheSameInstanceAfterARestart() throws Throwable {
        String[] instance = new String[1];
        sessions.then(
                jenkins -> {
                    SpotFleet.add(jenkins.jenkins);
                    WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
                    job.setDefinition(
                            new CpsFlowDefinition(
                                    "node('spotty') { sh 'echo begun; sleep 20; echo undisturbed' }",
                                    true));
                    WorkflowRun build = job.scheduleBuild2(0).waitForStart();
                    jenkins.waitForMessage("begun", build);
                    instance[0] = SpotFleet.busy(jenkins.jenkins).instanceId();
                });
        sessions.then(
                jenkins -> {
                    waitForAgentsAsInProduction();
                    WorkflowRun build =
                            jenkins.jenkins
                                    .getItemByFullName("job", WorkflowJob.class)
                                    .getLastBuild();

                    jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
                    jenkins.assertLogContains("undisturbed", build);
                    assertThat(SpotFleet.computers(jenkins.jenkins))
                            .extracting(SpotComputer::instanceId)
                            .containsExactly(instance[0]);
                    SpotFleet.endAll(jenkins.jenkins);
                });
    }

    @Test
    void anAgentWhoseInstanceEndedWhileTheControllerWasDownIsRemoved() throws Throwable {
        sessions.then(
                jenkins -> {
                    SpotFleet.add(jenkins.jenkins);
                    WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
                    job.setDefinition(new CpsFlowDefinition("node('spotty') { }", true));
                    jenkins.buildAndAssertSuccess(job);
                    SpotComputer computer = SpotFleet.computers(jenkins.jenkins).get(0);
                    // Told while the controller still runs, and over by the time it is back.
                    SpotFleet.provider().end(Set.of(computer.instanceId()));
                });
        sessions.then(
                jenkins -> {
                    await().atMost(SpotFleet.PATIENCE)
                            .until(() -> SpotFleet.computers(jenkins.jenkins).isEmpty());
                    List<Member> members = FleetRegistry.get().status().orElseThrow().members();
                    assertThat(members).isEmpty();
                });
    }

    /** In tests Jenkins waits for 15 s only, and an agent tries again after 10. */
    private static void waitForAgentsAsInProduction() {
        ExecutorStepExecution.TIMEOUT_WAITING_FOR_NODE_MILLIS = TimeUnit.MINUTES.toMillis(5);
    }
}
