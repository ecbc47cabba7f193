package io.jenkins.plugins.spotagents.lost;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.tasks.junit.TestResultAction;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a cleanup saves on the dying agent is there for the next attempt. */
@WithJenkins
class PartialResultsTest {
    private JenkinsRule jenkins;
    private LostAgents agents;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
        agents = new LostAgents(rule);
    }

    @Test
    void keepsTestResultsAndStashedFiles() throws Exception {
        SpotComputer dying = agents.connect("dying");
        WorkflowRun run =
                agents.start(
                        """
                        int attempts = 0
                        retry(count: 2, conditions: [agent()]) {
                            node('spot') {
                                if (attempts++ == 0) {
                                    try {
                                        writeFile file: 'a.xml', text: '<testsuite name="s"><testcase classname="s" name="early"/></testsuite>'
                                        sh 'sleep 60'
                                    } finally {
                                        junit 'a.xml'
                                        stash name: 'done', includes: 'a.xml'
                                    }
                                } else {
                                    unstash 'done'
                                    sh 'grep -c early a.xml'
                                    writeFile file: 'b.xml', text: '<testsuite name="s"><testcase classname="s" name="late"/></testsuite>'
                                    junit 'b.xml'
                                }
                            }
                        }
                        """);
        jenkins.waitForMessage("+ sleep 60", run);
        agents.connect("other");

        LostAgents.announce(dying);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(run.getAction(TestResultAction.class).getTotalCount()).isEqualTo(2);
    }
}
