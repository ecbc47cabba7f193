package io.jenkins.plugins.spotagents.lost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.spotagents.agent.SpotComputer;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class DeclarativeReclaimTest {
    private JenkinsRule jenkins;
    private LostAgents agents;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
        agents = new LostAgents(rule);
    }

    @Test
    void goesOnElsewhereAfterItsPostSection() throws Exception {
        SpotComputer dying = agents.connect("dying");
        WorkflowRun run = agents.start(pipeline("agent { node { label 'spot'; retries 2 } }", 60));
        jenkins.waitForMessage("+ echo begins-on-dying", run);
        agents.connect("other");

        LostAgents.announce(dying);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () ->
                                assertThat(JenkinsRule.getLog(run))
                                        .contains("+ echo begins-on-other"));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run))
                .contains("\npost-on-dying", "\npost-on-other")
                .containsOnlyOnce("This node block is stopped while the agent still lives");
    }

    @Test
    void goesOnElsewhereAlsoWhereAStageHasItsOwnAgent() throws Exception {
        SpotComputer dying = agents.connect("dying");
        WorkflowRun run =
                agents.start(
                        """
                        pipeline {
                            agent none
                            stages {
                                stage('work') {
                                    agent { node { label 'spot'; retries 2 } }
                                    steps {
                                        sh 'echo begins-on-$NODE_NAME; test $NODE_NAME = other || sleep 60'
                                    }
                                    post { always { sh 'echo post-on-$NODE_NAME' } }
                                }
                            }
                        }
                        """);
        jenkins.waitForMessage("+ sleep 60", run);
        agents.connect("other");

        LostAgents.announce(dying);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run)).contains("\npost-on-dying", "\npost-on-other");
    }

    @Test
    void isLeftToRunWithoutRetries() throws Exception {
        SpotComputer dying = agents.connect("dying");
        WorkflowRun run = agents.start(pipeline("agent { label 'spot' }", 8));
        jenkins.waitForMessage("+ echo begins-on-dying", run);

        LostAgents.announce(dying);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run))
                .contains(
                        "in Declarative write agent { node { label '...'; retries 3 } }",
                        "\npost-on-dying");
    }

    private static String pipeline(String agent, int seconds) {
        return """
        pipeline {
            AGENT
            stages {
                stage('work') {
                    steps {
                        sh 'echo begins-on-$NODE_NAME; test $NODE_NAME = other || sleep SECONDS'
                    }
                }
            }
            post { always { sh 'sleep 2; echo post-on-$NODE_NAME' } }
        }
        """
                .replace("AGENT", agent)
                .replace("SECONDS", Integer.toString(seconds));
    }
}
