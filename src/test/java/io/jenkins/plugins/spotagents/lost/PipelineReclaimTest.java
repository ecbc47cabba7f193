package io.jenkins.plugins.spotagents.lost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class PipelineReclaimTest {
    private static final String REMEDY = "retry(count: 3, conditions: [agent()])";

    /** The first attempt hangs in a shell, its cleanup runs a shell; the next one just says so. */
    private static final String BODY =
            """
            attempts++
            node('spot') {
                if (attempts == 1) {
                    try {
                        sh 'sleep 60'
                        echo 'was left alone'
                    } finally {
                        sh 'echo cleaned on $NODE_NAME'
                    }
                } else {
                    echo "again on ${env.NODE_NAME}"
                }
            }
            """;

    private JenkinsRule jenkins;
    private LostAgents agents;
    private LogRecorder lostWork;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
        agents = new LostAgents(rule);
        lostWork = LostAgents.lostWork();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retry(count: 3, conditions: [agent()])",
                "retry(count: 2, conditions: [nonresumable(), agent()])",
                "retry(2)",
                "retry(count: 2, conditions: [])",
            })
    void goesOnElsewhereAfterItsCleanupOnTheDyingAgent(String retry) throws Exception {
        SpotComputer dying = agents.connect("dying");
        WorkflowRun run = agents.start("int attempts = 0\n" + retry + " {\n" + BODY + "}");
        jenkins.waitForMessage("+ sleep 60", run);
        agents.connect("other");

        LostAgents.announce(dying);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(log(run)).contains("again on other"));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(log(run))
                .contains("cleaned on dying")
                .containsOnlyOnce("This node block is stopped while the agent still lives")
                .doesNotContain("was left alone");
        assertThat(lostWork.getMessages()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "withEnv([])",
                "retry(1)",
                "retry(count: 3, conditions: [nonresumable()])",
                "retry(3) { catchError",
            })
    void isLeftToRunWhereNothingWouldRunItAgain(String around) throws Exception {
        SpotComputer dying = agents.connect("dying");
        String closing = around.contains("catchError") ? "} }" : "}";
        WorkflowRun run =
                agents.start(
                        around
                                + " {\nnode('spot') { sh 'sleep 6'; echo 'was left alone' }\n"
                                + closing);
        jenkins.waitForMessage("+ sleep 6", run);

        LostAgents.announce(dying);
        LostAgents.announce(dying);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(log(run)).contains("was left alone").containsOnlyOnce(REMEDY);
        assertThat(lostWork.getMessages()).isEmpty();
    }

    @Test
    void isLeftToRunOnceTheAttemptsAreUsedUp() throws Exception {
        SpotComputer dying = agents.connect("dying");
        WorkflowRun run =
                agents.start(
                        """
                        int attempts = 0
                        retry(count: 2, conditions: [agent()]) {
                            node('spot') {
                                if (attempts++ == 0) {
                                    sh 'sleep 60'
                                }
                                sh 'sleep 6'
                            }
                        }
                        """);
        jenkins.waitForMessage("+ sleep 60", run);
        SpotComputer next = agents.connect("next");
        LostAgents.announce(dying);
        jenkins.waitForMessage("+ sleep 6\n", run);

        LostAgents.announce(next);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(log(run)).contains("attempt 2 of 2", REMEDY);
    }

    @Test
    void tellsWhatWasLostWhenNoNoticeCame() throws Exception {
        SpotComputer dying = agents.connect("dying");
        WorkflowRun run =
                agents.start(
                        "int attempts = 0\nretry(count: 2, conditions: [agent()]) {\n"
                                + BODY
                                + "}");
        jenkins.waitForMessage("+ sleep 60", run);
        agents.connect("other");

        agents.lose(dying);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(log(run))
                .contains("again on other", "gone without notice (no longer listed)")
                .doesNotContain("cleaned on dying");
        assertThat(lostWork.getMessages()).hasSize(1);
    }

    @Test
    void countsWorkThatWasLeftAloneAsLostWhenItsInstanceDies() throws Exception {
        SpotComputer dying = agents.connect("dying");
        WorkflowRun run = agents.start("node('spot') { sh 'sleep 60' }");
        jenkins.waitForMessage("+ sleep 60", run);
        LostAgents.announce(dying);
        jenkins.waitForMessage(REMEDY, run);

        agents.lose(dying);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(lostWork.getMessages()).hasSize(1);
        assertThat(log(run)).contains("reclaimed (no longer listed)", "nothing runs it again");
    }

    private static String log(WorkflowRun run) throws Exception {
        return JenkinsRule.getLog(run);
    }
}
