package io.jenkins.plugins.spotagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Computer;
import hudson.model.Result;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Reclaims of real instances: processes that the local source ends. */
@WithJenkins
class ReclaimedPipelineTest {

    private static final Duration LEAD = Duration.ofSeconds(20);
    private static final Duration BACK_AT_WORK = Duration.ofSeconds(10);

    private JenkinsRule jenkins;

    @BeforeEach
    void addCloud(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SpotFleet.add(rule.jenkins);
    }

    @AfterEach
    void endInstances() throws Exception {
        SpotFleet.endAll(jenkins.jenkins);
    }

    @Test
    void aNoticedBodyRunsOnAnotherAgentWithinTenSeconds() throws Exception {
        haveIdleAgents(2);
        WorkflowRun build =
                start(
                        """
                        int attempt = 0
                        retry(count: 3, conditions: [agent()]) {
                            node('spotty') {
                                attempt++
                                echo "attempt ${attempt} on ${env.NODE_NAME}"
                                try {
                                    if (attempt == 1) { sh 'sleep 300' } else { echo 'done' }
                                } finally {
                                    sh 'echo cleaned by $NODE_NAME'
                                }
                            }
                        }
                        """);
        SpotComputer lost = SpotFleet.busy(jenkins.jenkins);
        jenkins.waitForMessage("sleep 300", build);

        Instant noticed = Instant.now();
        SpotFleet.reclaim(lost, LEAD);
        jenkins.waitForMessage("attempt 2 on ", build);

        assertThat(Duration.between(noticed, Instant.now())).isLessThan(BACK_AT_WORK);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("cleaned by " + lost.getName(), build);
        jenkins.assertLogNotContains("attempt 2 on " + lost.getName(), build);
    }

    @Test
    void aBodyThatNobodyWouldRetryIsLeftToRun() throws Exception {
        WorkflowRun build = start("node('spotty') { sh 'sleep 8; echo undisturbed' }");
        SpotComputer lost = SpotFleet.busy(jenkins.jenkins);
        jenkins.waitForMessage("sleep 8", build);

        SpotFleet.reclaim(lost, LEAD);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("undisturbed", build);
        jenkins.assertLogContains("retry(count: 3, conditions: [agent()])", build);
    }

    @Test
    void anInstanceThatIsGoneWithoutNoticeCostsOneAttempt() throws Exception {
        haveIdleAgents(2);
        WorkflowRun build =
                start(
                        """
                        int attempt = 0
                        retry(count: 3, conditions: [agent()]) {
                            node('spotty') {
                                attempt++
                                echo "attempt ${attempt}"
                                if (attempt == 1) { sh 'sleep 300' }
                            }
                        }
                        """);
        SpotComputer lost = SpotFleet.busy(jenkins.jenkins);
        jenkins.waitForMessage("sleep 300", build);

        SpotFleet.reclaim(lost, Duration.ZERO);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("attempt 2", build);
    }

    @Test
    void anAgentThatIsKilledCostsOneAttempt() throws Exception {
        haveIdleAgents(2);
        WorkflowRun build =
                start(
                        """
                        int attempt = 0
                        retry(count: 3, conditions: [agent()]) {
                            node('spotty') {
                                attempt++
                                echo "attempt ${attempt}"
                                if (attempt == 1) { sh 'sleep 300' }
                            }
                        }
                        """);
        SpotComputer lost = SpotFleet.busy(jenkins.jenkins);
        jenkins.waitForMessage("sleep 300", build);

        ProcessHandle.allProcesses()
                .filter(process -> isAgent(process, lost.getName()))
                .forEach(ProcessHandle::destroyForcibly);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("attempt 2", build);
    }

    private static boolean isAgent(ProcessHandle process, String name) {
        List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
        return arguments.contains("-webSocket") && arguments.contains(name);
    }

    @Test
    void branchesOnOtherAgentsAreUntouched() throws Exception {
        WorkflowRun build =
                start(
                        """
                        def branches = [:]
                        for (int i = 0; i < 3; i++) {
                            int n = i
                            branches["b${n}"] = {
                                retry(count: 3, conditions: [agent()]) {
                                    node('spotty') {
                                        echo "branch ${n} begins on ${env.NODE_NAME}."
                                        sh 'sleep 30'
                                        echo "branch ${n} ends"
                                    }
                                }
                            }
                        }
                        parallel branches
                        """);
        await().atMost(SpotFleet.PATIENCE)
                .until(
                        () ->
                                SpotFleet.computers(jenkins.jenkins).stream()
                                                .filter(c -> c.countBusy() > 0)
                                                .count()
                                        == 3);
        for (int branch = 0; branch < 3; branch++) {
            jenkins.waitForMessage("branch " + branch + " begins", build);
        }

        SpotFleet.reclaim(SpotFleet.busy(jenkins.jenkins), LEAD);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        String log = JenkinsRule.getLog(build);
        assertThat(log.split("begins on ", -1)).hasSize(1 + 4);
        assertThat(log.split("branch \\d ends", -1)).hasSize(1 + 3);
    }

    @Test
    void savingTheConfigurationInTheMiddleOfABuildChangesNothing() throws Exception {
        WorkflowRun build = start("node('spotty') { sh 'sleep 10; echo undisturbed' }");
        SpotComputer computer = SpotFleet.busy(jenkins.jenkins);
        jenkins.waitForMessage("sleep 10", build);

        jenkins.configRoundtrip();
        jenkins.jenkins.save();

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertThat(SpotFleet.computers(jenkins.jenkins)).containsExactly(computer);
        assertThat(computer.isAcceptingTasks()).isTrue();
    }

    @Test
    void aMessageFromAnAgentSpeaksForThatAgentAlone() throws Exception {
        haveIdleAgents(2);
        List<SpotComputer> agents = SpotFleet.computers(jenkins.jenkins);

        SpotFleet.reclaim(agents.get(0), LEAD);
        await().atMost(SpotFleet.PATIENCE).until(() -> !agents.get(0).isAcceptingTasks());

        assertThat(agents.get(1).isAcceptingTasks()).isTrue();
    }

    /** Warms agents up, so that what a test measures is not a boot. */
    private void haveIdleAgents(int count) throws Exception {
        StringBuilder branches = new StringBuilder("parallel(");
        for (int i = 0; i < count; i++) {
            branches.append(i == 0 ? "" : ", ")
                    .append("b" + i + ": { node('spotty') { sh 'sleep 5' } }");
        }
        jenkins.assertBuildStatusSuccess(
                jenkins.waitForCompletion(start(branches.append(')').toString())));
        await().atMost(SpotFleet.PATIENCE)
                .until(
                        () ->
                                SpotFleet.computers(jenkins.jenkins).stream()
                                                .filter(Computer::isOnline)
                                                .filter(Computer::isIdle)
                                                .count()
                                        >= count);
    }

    private WorkflowRun start(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    @Test
    void withoutAnyRetryAnInstanceThatIsGoneEndsTheBuildWithAReason() throws Exception {
        WorkflowRun build = start("node('spotty') { sh 'sleep 300' }");
        SpotComputer lost = SpotFleet.busy(jenkins.jenkins);
        jenkins.waitForMessage("sleep 300", build);

        SpotFleet.reclaim(lost, Duration.ZERO);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
    }
}
