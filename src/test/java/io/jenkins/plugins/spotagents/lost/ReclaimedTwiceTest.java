package io.jenkins.plugins.spotagents.lost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.labels.LabelAtom;
import hudson.tasks.Shell;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import io.spotagents.model.Purchase;
import io.spotagents.selection.PurchaseChoice;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Work that met two reclaims meets no third, where its template allows that. */
@WithJenkins
class ReclaimedTwiceTest {

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
    void aBuildRunsOnAnInstanceThatIsNotReclaimed() throws Exception {
        SpotFleet.add(jenkins.jenkins);
        FreeStyleProject job = job();
        job.scheduleBuild2(0);
        reclaim(job, 1);
        reclaim(job, 2);

        FreeStyleBuild third = running(job, 3);

        SpotComputer agent = (SpotComputer) third.getBuiltOn().toComputer();
        assertThat(agent.purchase()).isEqualTo(Purchase.ON_DEMAND);
        jenkins.waitForMessage(Messages.Reclaims_GoesWhereNothingIsReclaimed(2), third);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(third));
    }

    @Test
    void aBuildOfATemplateWithSpotOnlyRunsOnSpotAndItsLogSaysSo() throws Exception {
        SpotTemplate template = SpotFleet.template();
        template.setPurchases(PurchaseChoice.SPOT);
        template.setReclaimsBeforeOnDemand(1);
        SpotFleet.add(jenkins.jenkins, template);
        FreeStyleProject job = job();
        job.scheduleBuild2(0);
        reclaim(job, 1);

        FreeStyleBuild second = running(job, 2);

        SpotComputer agent = (SpotComputer) second.getBuiltOn().toComputer();
        assertThat(agent.purchase()).isEqualTo(Purchase.SPOT);
        jenkins.waitForMessage(Messages.Reclaims_SpotOnly(1, agent.template()), second);
        second.doStop();
        jenkins.waitForCompletion(second);
    }

    @Test
    void aNodeBlockRunsOnAnInstanceThatIsNotReclaimed() throws Exception {
        SpotTemplate template = SpotFleet.template();
        template.setReclaimsBeforeOnDemand(1);
        SpotFleet.add(jenkins.jenkins, template);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(
                new CpsFlowDefinition(
                        """
                        int attempt = 0
                        retry(count: 3, conditions: [agent()]) {
                            node('spotty') {
                                attempt++
                                echo "attempt ${attempt} on ${env.NODE_NAME}."
                                if (attempt == 1) { sh 'sleep 300' } else { sh 'sleep 5' }
                            }
                        }
                        """,
                        true));
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("sleep 300", build);

        SpotFleet.reclaim(SpotFleet.busy(jenkins.jenkins), LEAD);
        jenkins.waitForMessage("attempt 2 on ", build);

        assertThat(SpotFleet.computers(jenkins.jenkins))
                .filteredOn(computer -> computer.countBusy() > 0 && computer.isAcceptingTasks())
                .extracting(SpotComputer::purchase)
                .containsExactly(Purchase.ON_DEMAND);
        jenkins.assertLogContains(Messages.Reclaims_GoesWhereNothingIsReclaimed(1), build);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        build.getAction(ReclaimedBlocks.class).count("another/");
        build.save();
        build.reload();
        assertThat(build.getAction(ReclaimedBlocks.class).of("another/")).isEqualTo(1);
    }

    private FreeStyleProject job() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("job");
        job.setAssignedLabel(new LabelAtom(SpotFleet.LABEL));
        job.getBuildersList().add(new Shell("test $BUILD_NUMBER -ge 3 && sleep 5 || sleep 300"));
        return job;
    }

    private void reclaim(FreeStyleProject job, int number) throws Exception {
        FreeStyleBuild build = running(job, number);
        SpotComputer agent = (SpotComputer) build.getBuiltOn().toComputer();
        assertThat(agent.purchase()).isEqualTo(Purchase.SPOT);

        SpotFleet.reclaim(agent, LEAD);

        jenkins.waitForCompletion(build);
    }

    private FreeStyleBuild running(FreeStyleProject job, int number) throws Exception {
        await().atMost(SpotFleet.PATIENCE).until(() -> job.getBuildByNumber(number) != null);
        FreeStyleBuild build = job.getBuildByNumber(number);
        jenkins.waitForMessage("+ sleep", build);
        return build;
    }
}
