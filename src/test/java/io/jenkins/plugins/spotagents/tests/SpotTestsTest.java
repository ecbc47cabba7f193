package io.jenkins.plugins.spotagents.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import hudson.tasks.junit.CaseResult;
import hudson.tasks.junit.TestResultAction;
import hudson.util.FormValidation;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import io.spotagents.model.Purchase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The step on instances that are really reclaimed. */
@WithJenkins
class SpotTestsTest {

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
    void everyTestHasItsResultOnceAlthoughAgentsAreReclaimed() throws Exception {
        WorkflowRun build = start(Suites.step(tests(60) + ", agents: 3", Suites.command(1, "T7")));

        SpotFleet.reclaim(busyOn(build, 5), Duration.ZERO);
        SpotFleet.reclaim(busyOn(build, 25), Duration.ofSeconds(5));

        jenkins.assertBuildStatus(Result.UNSTABLE, jenkins.waitForCompletion(build));
        assertThat(results(build)).containsExactlyInAnyOrderElementsOf(Suites.names(60));
        assertThat(build.getAction(TestResultAction.class).getFailCount()).isEqualTo(1);
        jenkins.assertLogContains("60 of 60 tests done: 59 passed", build);
        jenkins.assertLogContains("1 failed, 0 skipped, 0 given up", build);
        assertThat(build.getAction(SpotTestsAction.class).getLines())
                .singleElement()
                .asString()
                .contains("reclaims survived: 2");
        assertThat(jenkins.createWebClient().getPage(build).asNormalizedText())
                .contains("60 of 60 tests done");
    }

    /** Two idle agents that are reclaimed are there when it has been lost twice. */
    @Test
    void aTestThatWasReclaimedTwiceRunsWhereNothingIsReclaimed(@TempDir Path folder)
            throws Exception {
        Path attempts = Files.createFile(folder.resolve("attempts"));
        String hangsTwice =
                """
                if grep -q T0 "$SPOT_TESTS_FILE"; then
                  echo "$SPOT_AGENTS_INSTANCE" >> '%1$s'
                  test $(wc -l < '%1$s') = 3 || sleep 300
                fi
                """
                        .formatted(attempts);
        WorkflowRun build =
                start(Suites.step(tests(4) + ", agents: 4", hangsTwice + Suites.command(0.1, "")));

        SpotComputer first = agentOfAttempt(attempts, 1);
        double hazard = hazardOf(first);
        busyOn(build, 3);
        SpotFleet.reclaim(first, Duration.ofSeconds(60));
        SpotComputer second = agentOfAttempt(attempts, 2);
        SpotFleet.reclaim(second, Duration.ofSeconds(60));
        SpotComputer third = agentOfAttempt(attempts, 3);

        assertThat(List.of(first.purchase(), second.purchase(), third.purchase()))
                .containsExactly(Purchase.SPOT, Purchase.SPOT, Purchase.ON_DEMAND);
        assertThat(hazard).isPositive();
        assertThat(hazardOf(second)).isGreaterThan(hazard);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertThat(results(build)).containsExactlyInAnyOrderElementsOf(Suites.names(4));
    }

    private static double hazardOf(SpotComputer agent) {
        return FleetRegistry.get().reclaimsPerHour(agent.instanceId()).orElseThrow();
    }

    private SpotComputer agentOfAttempt(Path attempts, int number) throws IOException {
        await().atMost(SpotFleet.PATIENCE)
                .until(() -> Files.readAllLines(attempts).size() == number);
        String instance = Files.readAllLines(attempts).get(number - 1);
        return SpotFleet.computers(jenkins.jenkins).stream()
                .filter(computer -> computer.instanceId().equals(instance))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void runsAFailedTestAgainAndMarksItFlaky() throws Exception {
        String passesAtSecond =
                """
                mkdir -p reports; rm -f reports/*
                body='<failure message="first"/>'
                if [ -f again ]; then body=''; fi
                touch again
                echo "<testsuite name='s'><testcase classname='suite' name='T0'>$body</testcase></testsuite>" > reports/T0.xml
                """;
        WorkflowRun build =
                start(Suites.step(tests(1) + ", agents: 1, failures: 1", passesAtSecond));

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("1 passed (of these 1 flaky)", build);
        CaseResult only =
                build.getAction(TestResultAction.class).getPassedTests().iterator().next();
        assertThat(only.getStdout()).contains("Flaky");
    }

    @Test
    void preparesOnceOnEachAgentAndWorksInDeclarative() throws Exception {
        String step =
                Suites.step(
                        tests(4) + ", agents: 1, prepare: 'echo x >> prepared'",
                        "test $(wc -l < prepared) = 1\n" + Suites.command(0, ""));
        WorkflowRun build =
                start(
                        "pipeline { agent none\n stages { stage('test') { steps {\n"
                                + step
                                + "\n} } } }");

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertThat(results(build)).hasSize(4);
    }

    @Test
    void runsWithoutAListWhatTheJobRanBefore() throws Exception {
        String step = Suites.step(tests(3) + ", agents: 1", Suites.command(0.1, ""));
        WorkflowRun first = start(step);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(first));
        WorkflowJob job = first.getParent();
        job.setDefinition(
                new CpsFlowDefinition(Suites.step("agents: 1", Suites.command(0.1, "")), true));

        WorkflowRun second = jenkins.buildAndAssertSuccess(job);

        assertThat(results(second)).containsExactlyInAnyOrderElementsOf(Suites.names(3));
    }

    @Test
    void endsItsCommandsWhenTheBuildIsAborted() throws Exception {
        WorkflowRun build = start(Suites.step(tests(2) + ", agents: 1", "echo begun\nsleep 300"));
        SpotComputer agent = SpotFleet.busy(jenkins.jenkins);

        build.getExecutor().interrupt();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        await().atMost(SpotFleet.PATIENCE).until(() -> agent.countBusy() == 0);
    }

    @Test
    void isInTheSnippetGenerator() throws Exception {
        SpotTestsStep step = new SpotTestsStep("linux", "reports/*.xml");
        step.setCommand("make check");
        step.setTestsFile("tests.txt");
        step.setPrepare("make");
        step.setAgents(20);
        step.setDeadline(30);
        step.setBudget(2.5);
        step.setReclaims(3);
        step.setFailures(1);

        assertThat(Snippetizer.object2Groovy(step))
                .isEqualTo(
                        "spotTests agents: 20, budget: 2.5, command: 'make check', deadline: 30,"
                                + " failures: 1, label: 'linux', prepare: 'make', reclaims: 3,"
                                + " reports: 'reports/*.xml', testsFile: 'tests.txt'");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        assertThat(jenkins.createWebClient().getPage(job, "pipeline-syntax").asXml())
                .contains(Messages.SpotTests_DisplayName());
        defaultsComeFromTheSystemsConfiguration();
    }

    /** By code, as documented, and by the form. */
    private void defaultsComeFromTheSystemsConfiguration() throws Exception {
        String document = Files.readString(Path.of("docs", "test-runs.md"));
        int begin = document.indexOf("```yaml") + "```yaml".length();
        String yaml = document.substring(begin, document.indexOf("```", begin));
        Path file = jenkins.jenkins.getRootDir().toPath().resolve("defaults.yaml");
        ConfigurationAsCode.get().configure(Files.writeString(file, yaml).toString());
        jenkins.configRoundtrip();

        SpotTestsStep bare = withCommand("").withDefaults(SpotTestsDefaults.get());

        bare.check();
        assertThat(List.of(bare.getAgents(), bare.getReclaims(), bare.getFailures()))
                .containsExactly(200, 5, 1);
        assertThat(bare.getLabel()).isEqualTo("linux");
        SpotTestsStep own = withCommand("mine");
        own.setFailures(0);
        assertThat(own.withDefaults(SpotTestsDefaults.get()).getFailures()).isZero();
        SpotTestsDefaults.get().setAgents(5001);
        assertThatThrownBy(() -> withCommand("").withDefaults(SpotTestsDefaults.get()).check())
                .hasMessageContaining("agents of spotTests must be from 0 to 5000, not 5001");
        assertThat(SpotTestsDefaults.get().doCheckAgents("5001").kind)
                .isEqualTo(FormValidation.Kind.ERROR);
        assertThat(SpotTestsDefaults.get().doCheckReclaims("some").getMessage())
                .contains("reclaims", "from 0 to 1000");
    }

    private static SpotTestsStep withCommand(String label) {
        SpotTestsStep step = new SpotTestsStep(label, "*.xml");
        step.setCommand("make");
        return step;
    }

    private WorkflowRun start(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private SpotComputer busyOn(WorkflowRun build, int done) {
        return Suites.busyOn(jenkins.jenkins, build, done);
    }

    private static String tests(int count) {
        return "tests: " + Suites.list(count);
    }

    private static List<String> results(WorkflowRun build) {
        TestResultAction action = build.getAction(TestResultAction.class);
        List<String> names = new ArrayList<>();
        for (var some :
                List.of(
                        action.getPassedTests(),
                        action.getFailedTests(),
                        action.getSkippedTests())) {
            some.forEach(one -> names.add(nameOf(one)));
        }
        return names;
    }

    private static String nameOf(CaseResult one) {
        return one.getClassName() + "." + one.getName();
    }
}
