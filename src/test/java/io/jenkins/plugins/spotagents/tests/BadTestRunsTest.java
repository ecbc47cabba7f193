package io.jenkins.plugins.spotagents.tests;

import static org.awaitility.Awaitility.await;

import hudson.model.Label;
import hudson.model.Result;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What is wrong ends with a message that says what to change, and never with success. */
@WithJenkins
class BadTestRunsTest {

    private static final String WORKS = Suites.command(0, "");

    private JenkinsRule jenkins;

    @BeforeEach
    void addCloud(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SpotFleet.add(rule.jenkins);
    }

    @AfterEach
    void endInstances() {
        SpotFleet.endAll(jenkins.jenkins);
    }

    @Test
    void parametersThatCannotBe() throws Exception {
        fails(Suites.step("tests: []", WORKS), Messages.SpotTests_NoTests());
        fails(Suites.step("agents: 1", WORKS), Messages.SpotTests_NoTests());
        fails(Suites.step("testsFile: 'list'", WORKS), Messages.SpotTests_NoWorkspace("list"));
        fails(
                Suites.step("tests: ['a'], deadline: -1", WORKS),
                Messages.SpotTests_OutOfRange("deadline", "10080", -1));
        fails(
                Suites.step("tests: ['a'], testsFile: 'list'", WORKS),
                Messages.SpotTests_TestsTwice());
        fails(Suites.step("tests: ['a']", "  "), Messages.SpotTests_NoWork());
        fails(
                "spotTests(label: 'spotty', reports: '*.xml', tests: ['a'], command: 'x') { }",
                Messages.SpotTests_CommandAndBody());
        fails(
                "spotTests(label: 'spotty', reports: '*.xml', tests: ['a'], agents: 65) { }",
                Messages.SpotTests_TooManyBodies(64, 65));
    }

    /** Told to whoever may read the build's log, who may not see the cloud. */
    @Test
    void nothingCanBeHad() throws Exception {
        SpotTemplate tooCheap = new SpotTemplate("cheap", "cheap");
        tooCheap.setMaxHourlyPrice("0.000001");
        jenkins.jenkins.clouds.clear();
        SpotFleet.add(jenkins.jenkins, tooCheap);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        String step = Suites.step("tests: ['suite.T0'], agents: 1", WORKS);
        job.setDefinition(new CpsFlowDefinition(step.replace("'spotty'", "'cheap'"), true));
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy());

        await().atMost(SpotFleet.PATIENCE)
                .until(() -> toldToNobody("cheap").contains("1 of 1 instances cannot be had now"));

        build.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
    }

    private static String toldToNobody(String label) {
        ACLContext whoever = ACL.as2(Jenkins.ANONYMOUS2);
        try {
            return WhyNoAgent.reason(Label.get(label), Optional.empty());
        } finally {
            whoever.close();
        }
    }

    @Test
    void aPatternThatMatchesNothing() throws Exception {
        String step = Suites.step("tests: " + Suites.list(9) + ", agents: 1", WORKS);

        fails(step.replace("reports/*.xml", "elsewhere/*.xml"), "that matches 'elsewhere/*.xml'");
    }

    @Test
    void aCommandThatFailsWithoutAReport() throws Exception {
        fails(
                Suites.step("tests: " + Suites.list(9) + ", agents: 1", "echo no tool; exit 42"),
                "exit code 42",
                "no tool");
    }

    @Test
    void oneTestThatItsCommandLeavesOut() throws Exception {
        WorkflowRun build =
                run(Suites.step("tests: ['suite.T0', 'suite.T1'], agents: 1", leavingOut("T1")));

        jenkins.assertBuildStatus(Result.UNSTABLE, build);
        jenkins.assertLogContains("1 passed", build);
        jenkins.assertLogContains("1 given up", build);
    }

    @Test
    void aReportOfATestThatIsNotInTheList() throws Exception {
        WorkflowRun build =
                run(
                        Suites.step(
                                "tests: ['suite.T0'], agents: 1",
                                WORKS
                                        + "echo \"<testsuite><testcase classname='un'"
                                        + " name='heard'/></testsuite>\" > reports/x.xml"));

        jenkins.assertBuildStatusSuccess(build);
        jenkins.assertLogContains(Messages.Tell_Unknown("un.heard"), build);
    }

    @Test
    void aDeadlineThatPasses() throws Exception {
        fails(
                Suites.step("tests: ['suite.T0'], agents: 1, deadline: 1", "sleep 300"),
                Messages.LiveRun_Deadline(1),
                "1 tests have no result, the first is suite.T0");
    }

    /** It pays for half a minute of one. */
    @Test
    void aBudgetThatDoesNotPayForOneInstance() throws Exception {
        fails(
                Suites.step("tests: ['suite.T0'], agents: 1, budget: 0.0001", WORKS),
                "does not pay for another minute of an agent");
    }

    @Test
    void anAgentThatCannotBePrepared() throws Exception {
        fails(
                Suites.step("tests: ['suite.T0'], agents: 1, prepare: 'exit 3'", WORKS),
                "exit code 3");
    }

    private static String leavingOut(String name) {
        return Suites.command(0, "") + "rm -f reports/" + name + ".xml\n";
    }

    private void fails(String step, String... messages) throws Exception {
        WorkflowRun build = run(step);

        jenkins.assertBuildStatus(Result.FAILURE, build);
        for (String message : messages) {
            jenkins.assertLogContains(message, build);
        }
    }

    private WorkflowRun run(String step) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(step, true));
        return jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
    }
}
