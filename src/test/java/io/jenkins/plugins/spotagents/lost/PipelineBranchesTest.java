package io.jenkins.plugins.spotagents.lost;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.spotagents.agent.SpotComputer;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** One interruption per branch: enough to leave the agent, never so much that a cleanup is lost. */
@WithJenkins
class PipelineBranchesTest {
    private JenkinsRule jenkins;
    private LostAgents agents;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
        agents = new LostAgents(rule);
    }

    @Test
    void leavesBranchesOnOtherAgentsAlone() throws Exception {
        agents.connect("a");
        SpotComputer b = agents.connect("b");
        agents.connect("c");
        WorkflowRun run =
                agents.start(
                        """
                        def work = { name ->
                            int attempts = 0
                            retry(count: 2, conditions: [agent()]) {
                                node(attempts++ == 0 ? name : 'spot') {
                                    sh "echo begin-${name}; sleep 8; echo end-${name}"
                                }
                            }
                        }
                        parallel x: { work('a') }, y: { work('b') }, z: { work('c') }
                        """);
        for (String name : new String[] {"a", "b", "c"}) {
            jenkins.waitForMessage("+ echo begin-" + name, run);
        }

        LostAgents.announce(b);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        String log = JenkinsRule.getLog(run);
        assertThat(log).containsOnlyOnce("+ echo begin-a").containsOnlyOnce("+ echo begin-c");
        assertThat(log).containsOnlyOnce("Sending interrupt signal");
        assertThat(log.split("\\+ echo begin-b", -1)).hasSize(3);
    }

    @Test
    void waitsForTheNextStepOfABodyThatIsBetweenTwo() throws Exception {
        SpotComputer dying = agents.connect("dying");
        WorkflowRun run =
                agents.start(
                        """
                        int attempts = 0
                        retry(count: 2, conditions: [agent()]) {
                            node('spot') {
                                if (attempts++ == 0) {
                                    withEnv(['INNER=yes']) {
                                        try {
                                            for (int i = 0; i < 400; i++) {
                                                echo "tick ${i}"
                                            }
                                            sh 'sleep 60'
                                            echo 'was left alone'
                                        } finally {
                                            sh 'echo cleaned, inner=$INNER'
                                        }
                                    }
                                }
                            }
                        }
                        """);
        jenkins.waitForMessage("tick 20", run);
        agents.connect("other");

        LostAgents.announce(dying);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run))
                .contains("tick 399", "cleaned, inner=yes")
                .doesNotContain("was left alone");
    }

    @Test
    void leavesALongCleanupAlone() throws Exception {
        SpotComputer dying = agents.connect("dying");
        WorkflowRun run =
                agents.start(
                        """
                        int attempts = 0
                        retry(count: 2, conditions: [agent()]) {
                            node('spot') {
                                if (attempts++ == 0) {
                                    try {
                                        parallel x: { sh 'sleep 60' }, y: { sh 'sleep 61' }
                                    } finally {
                                        parallel u: { sh 'sleep 3; echo u-cleaned' },
                                                 v: { retry(2) { sh 'sleep 4; echo v-cleaned' } }
                                        sh 'sleep 2; echo all-cleaned'
                                    }
                                }
                            }
                        }
                        """);
        jenkins.waitForMessage("+ sleep 60", run);
        jenkins.waitForMessage("+ sleep 61", run);
        agents.connect("other");

        LostAgents.announce(dying);
        LostAgents.announce(dying);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        String log = JenkinsRule.getLog(run);
        assertThat(log).contains("\nu-cleaned", "\nv-cleaned", "\nall-cleaned");
        assertThat(log.split("Sending interrupt signal", -1)).hasSize(3);
    }

    @Test
    void stopsEveryAttemptOfARetryInsideTheBlock() throws Exception {
        SpotComputer dying = agents.connect("dying");
        WorkflowRun run =
                agents.start(
                        """
                        int attempts = 0
                        retry(count: 2, conditions: [agent()]) {
                            node('spot') {
                                if (attempts++ == 0) {
                                    retry(3) {
                                        try {
                                            sh 'sleep 60'
                                        } finally {
                                            sh 'sleep 2; echo cleaned'
                                        }
                                    }
                                }
                            }
                        }
                        """);
        jenkins.waitForMessage("+ sleep 60", run);
        agents.connect("other");

        LostAgents.announce(dying);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run).split("\ncleaned", -1)).hasSize(4);
    }

    @Test
    void stopsTheNextStepIfOneEndsWellAllTheSame() throws Exception {
        SpotComputer dying = agents.connect("dying");
        WorkflowRun run =
                agents.start(
                        """
                        int attempts = 0
                        retry(count: 2, conditions: [agent()]) {
                            node('spot') {
                                if (attempts++ == 0) {
                                    sh 'trap "exit 0" TERM; echo deaf; while :; do sleep 1; done'
                                    sh 'sleep 60'
                                    echo 'was left alone'
                                }
                            }
                        }
                        """);
        jenkins.waitForMessage("\ndeaf", run);
        agents.connect("other");

        LostAgents.announce(dying);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run)).doesNotContain("was left alone");
    }
}
