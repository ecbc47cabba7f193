package io.jenkins.plugins.spotagents.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import io.spotagents.model.Purchase;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The block as a Jenkinsfile uses it, in the sandbox, on instances that are really reclaimed. */
@WithJenkins
class SpotNodeTest {

    private static final Duration LEAD = Duration.ofSeconds(20);

    private JenkinsRule jenkins;

    @BeforeEach
    void remember(JenkinsRule rule) {
        jenkins = rule;
    }

    @AfterEach
    void endInstances() {
        SpotFleet.endAll(jenkins.jenkins);
    }

    @Test
    void goesOnElsewhereAfterAReclaim() throws Exception {
        SpotFleet.add(jenkins.jenkins);
        WorkflowRun build =
                start(
                        """
                        int attempt = 0
                        def answer = spotNode('spotty') {
                            attempt++
                            echo "attempt ${attempt} on ${env.NODE_NAME}"
                            try {
                                if (attempt == 1) { sh 'sleep 300' }
                            } finally {
                                sh 'echo cleaned by $NODE_NAME'
                            }
                            return 42
                        }
                        echo "answered ${answer}"
                        """);
        SpotComputer lost = reclaimWhileItSleeps(build, LEAD);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("cleaned by " + lost.getName(), build);
        jenkins.assertLogContains("attempt 2 of 11", build);
        jenkins.assertLogNotContains("attempt 2 on " + lost.getName(), build);
        jenkins.assertLogContains("answered 42", build);
    }

    @Test
    void goesOnElsewhereIfItsAgentIsGoneWithoutANotice() throws Exception {
        SpotFleet.add(jenkins.jenkins);
        WorkflowRun build =
                start(
                        """
                        int attempt = 0
                        spotNode('spotty', reclaims: 1) {
                            attempt++
                            if (attempt == 1) { sh 'sleep 300' }
                        }
                        """);

        reclaimWhileItSleeps(build, Duration.ZERO);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
    }

    @Test
    void aFailureUsesNoReclaimAndIsNotRepeatedUnlessAllowed() throws Exception {
        SpotFleet.add(jenkins.jenkins);
        WorkflowRun once = start("spotNode('spotty') { echo 'tried'; error 'broken' }");
        WorkflowRun twice =
                start("spotNode('spotty', failures: 1) { echo 'tried'; error 'broken' }");

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(once));
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(twice));
        assertThat(JenkinsRule.getLog(once)).containsOnlyOnce("\ntried");
        assertThat(JenkinsRule.getLog(twice).split("\ntried", -1)).hasSize(3);
    }

    @Test
    void aReclaimUsesNoFailure() throws Exception {
        SpotFleet.add(jenkins.jenkins);
        WorkflowRun build =
                start(
                        """
                        int attempt = 0
                        spotNode('spotty', reclaims: 1, failures: 1) {
                            attempt++
                            echo "attempt ${attempt}"
                            if (attempt == 1) { sh 'sleep 300' }
                            if (attempt == 2) { error 'broken' }
                        }
                        """);

        reclaimWhileItSleeps(build, LEAD);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("\nattempt 3", build);
    }

    @Test
    void whoAbortsTheBuildEndsIt() throws Exception {
        SpotFleet.add(jenkins.jenkins);
        WorkflowRun build =
                start("spotNode('spotty', failures: 5) { echo 'tried'; sh 'sleep 300' }");
        jenkins.waitForMessage("+ sleep", build);

        build.getExecutor().interrupt();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(JenkinsRule.getLog(build)).containsOnlyOnce("\ntried");
    }

    @Test
    void goesWhereNothingIsReclaimedUnderTheSameLabel() throws Exception {
        SpotTemplate template = SpotFleet.template();
        template.setReclaimsBeforeOnDemand(1);
        SpotFleet.add(jenkins.jenkins, template);
        WorkflowRun build =
                start(
                        """
                        int attempt = 0
                        spotNode('spotty') {
                            attempt++
                            echo "attempt ${attempt}"
                            if (attempt == 1) { sh 'sleep 300' } else { sh 'sleep 5' }
                        }
                        """);

        reclaimWhileItSleeps(build, LEAD);
        jenkins.waitForMessage("+ sleep 5", build);

        assertThat(SpotFleet.computers(jenkins.jenkins))
                .filteredOn(computer -> computer.countBusy() > 0 && computer.isAcceptingTasks())
                .extracting(SpotComputer::purchase)
                .containsExactly(Purchase.ON_DEMAND);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
    }

    @Test
    void sparesWhatIsWrittenWronglyAnAgent() throws Exception {
        SpotFleet.add(jenkins.jenkins);
        WorkflowRun build = start("spotNode('spotty', retries: 3) { echo 'ran' }");

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains(Messages.Budgets_Unknown("retries", "failures, reclaims"), build);
        assertThat(SpotFleet.computers(jenkins.jenkins)).isEmpty();
    }

    @Test
    void isExplainedOnThePageOfGlobalVariables() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);

        String page =
                jenkins.createWebClient()
                        .getPage(job, "pipeline-syntax/globals")
                        .asNormalizedText();

        assertThat(page).contains("spotNode(label)").contains("Reclaims have their own budget");
    }

    private WorkflowRun start(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private SpotComputer reclaimWhileItSleeps(WorkflowRun build, Duration lead) throws Exception {
        jenkins.waitForMessage("+ sleep 300", build);
        SpotComputer lost = SpotFleet.busy(jenkins.jenkins);
        SpotFleet.reclaim(lost, lead);
        await().atMost(SpotFleet.PATIENCE).until(() -> !lost.isAcceptingTasks());
        return lost;
    }
}
