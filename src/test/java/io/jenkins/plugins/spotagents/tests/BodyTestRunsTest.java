package io.jenkins.plugins.spotagents.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import hudson.tasks.junit.TestResultAction;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The step with a body, on instances that are really reclaimed. */
@WithJenkins
class BodyTestRunsTest {

    private JenkinsRule jenkins;

    @AfterEach
    void endInstances() {
        SpotFleet.endAll(jenkins.jenkins);
    }

    /** One Jenkins for all, as its start is most of what this takes. */
    @Test
    void bodies(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SpotFleet.add(rule.jenkins);
        isInTheSnippetGenerator();
        everyTestHasItsResultOnceAlthoughAgentsAreReclaimed();
        aBodyThatThrowsTellsWhyAndEndsNothingElse();
        whoAbortsTheBuildEndsTheBodies();
    }

    private void isInTheSnippetGenerator() {
        SpotTestsBlockStep step = new SpotTestsBlockStep("linux", "reports/*.xml");
        step.setAgents(24);

        assertThat(Snippetizer.object2Groovy(step))
                .isEqualTo(
                        "spotTests(agents: 24, label: 'linux', reports: 'reports/*.xml') {\n"
                                + "    // some block\n}");
    }

    private void everyTestHasItsResultOnceAlthoughAgentsAreReclaimed() throws Exception {
        String works =
                """
                dir('sub') { writeFile file: 'there.txt', text: env.SPOT_TESTS }
                stash name: "batch-${env.SPOT_TESTS_BATCH}", includes: 'sub/there.txt'
                withEnv(['OWN=mine']) {
                    sh '''
                    test "$PWD" = "$WORKSPACE" && test "$OWN" = mine && test -n "$NODE_NAME"
                    test "$(cat sub/there.txt)" = "$(cat "$SPOT_TESTS_FILE")" && test -f prepared
                    %s
                    '''
                }
                """
                        .formatted(Suites.command(1, "").replace("'", "\\'"));
        WorkflowRun build =
                start(
                        declarative(
                                "tests: "
                                        + Suites.list(60)
                                        + ", agents: 3, prepare: 'touch prepared'",
                                works));

        SpotFleet.reclaim(busyOn(build, 5), Duration.ZERO);
        SpotFleet.reclaim(busyOn(build, 20), Duration.ofSeconds(20));

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertThat(build.getAction(TestResultAction.class).getTotalCount()).isEqualTo(60);
        jenkins.assertLogContains("60 of 60 tests done: 60 passed", build);
        jenkins.assertLogContains(": batch 1, ", build);
    }

    private void aBodyThatThrowsTellsWhyAndEndsNothingElse() throws Exception {
        String breaks = "if (env.SPOT_TESTS.contains('T0')) { error 'no luck here' }\n";
        String arguments = "tests: " + Suites.list(4) + ", agents: 2";
        String passes = "sh '''" + Suites.command(0, "").replace("'", "\\'") + "'''\n";
        WorkflowRun build = jenkins.waitForCompletion(start(scripted(arguments, breaks + passes)));

        jenkins.assertBuildStatus(Result.UNSTABLE, build);
        jenkins.assertLogContains("no luck here", build);
        jenkins.assertLogContains("1 given up", build);
    }

    private void whoAbortsTheBuildEndsTheBodies() throws Exception {
        WorkflowRun build =
                start(scripted("tests: ['suite.T0', 'suite.T1'], agents: 2", "sh 'sleep 300'"));
        SpotComputer agent = SpotFleet.busy(jenkins.jenkins);
        jenkins.waitForMessage("+ sleep 300", build);

        build.getExecutor().interrupt();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        await().atMost(SpotFleet.PATIENCE).until(() -> agent.countBusy() == 0);
    }

    private SpotComputer busyOn(WorkflowRun build, int done) {
        return Suites.busyOn(jenkins.jenkins, build, done);
    }

    private static String scripted(String arguments, String body) {
        return "spotTests(label: 'spotty', reports: 'reports/*.xml', "
                + arguments
                + ") {\n"
                + body
                + "\n}";
    }

    private static String declarative(String arguments, String body) {
        return "pipeline { agent none\n stages { stage('test') { steps {\n"
                + scripted(arguments, body)
                + "\n} } } }";
    }

    private WorkflowRun start(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }
}
