package io.jenkins.plugins.spotagents.lost;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.labels.LabelAtom;
import hudson.tasks.Shell;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.spotagents.fleet.Agents;
import java.time.Instant;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a spent budget does to work that runs: it is stopped, says why, and is not run again. */
@WithJenkins
class BudgetStopTest {

    private static final String SPENT = "The budget of $10.00 for this month has all spent.";

    private JenkinsRule jenkins;
    private LostAgents agents;

    @BeforeEach
    void connectAgents(JenkinsRule rule) {
        jenkins = rule;
        agents = new LostAgents(rule);
    }

    @Test
    void aNodeBlockIsStoppedAndCleansUpAndNoRetryRunsItAgain() throws Exception {
        SpotComputer agent = agents.connect("i-1");
        agents.connect("i-2");
        WorkflowRun build =
                agents.start(
                        """
                        retry(3) {
                            node('i-1') {
                                try { sh 'sleep 300' } finally { sh 'echo cleaned up' }
                            }
                        }
                        """);
        jenkins.waitForMessage("+ sleep 300", build);

        stop(agent);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        jenkins.assertLogContains(SPENT, build);
        jenkins.assertLogContains("+ echo cleaned up", build);
        assertThat(JenkinsRule.getLog(build).split("\\+ sleep 300", -1)).hasSize(2);
    }

    @Test
    void aBuildIsAbortedAndNotPutBack() throws Exception {
        SpotComputer agent = agents.connect("i-1");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(new LabelAtom("i-1"));
        job.getBuildersList().add(new Shell("sleep 300"));
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("+ sleep 300", build);

        stop(agent);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        jenkins.assertLogContains(SPENT, build);
        assertThat(Queue.getInstance().getItems()).isEmpty();
    }

    /** As the fleet does. */
    private static void stop(SpotComputer agent) {
        agent.setAcceptingTasks(false);
        Instant deadline = Instant.now().plusSeconds(120);
        Rescue.get().announced(agent, new Agents.Drain(Agents.Cause.BUDGET_SPENT, deadline, SPENT));
    }
}
