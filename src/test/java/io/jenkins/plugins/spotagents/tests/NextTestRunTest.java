package io.jenkins.plugins.spotagents.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Executor;
import hudson.model.Queue;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import io.spotagents.cost.CostSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Two runs on a label that has two instances at most. */
@WithJenkins
class NextTestRunTest {

    /** Agents that nobody waits for stay idle for 20 s. */
    private static final Duration AT_ONCE = Duration.ofSeconds(15);

    @TempDir private Path gates;

    @Test
    void theNextRunGetsWhatTheFirstNeedsNoMore(JenkinsRule jenkins) throws Exception {
        SpotTemplate template = SpotFleet.template();
        template.setMaxInstances(2);
        SpotFleet.add(jenkins.jenkins, template);
        WorkflowRun first = start(jenkins, 2, untilTheGateOpens());
        await().atMost(SpotFleet.PATIENCE).until(() -> workers(first) == 2);
        WorkflowRun second = start(jenkins, 3, Suites.command(1, ""));
        await().atMost(SpotFleet.PATIENCE).until(() -> doesWait(second));
        assertThat(workers(second)).isZero();

        open("T1");

        await().atMost(AT_ONCE).until(() -> workers(second) == 1);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(second));
        assertThat(first.isBuilding()).isTrue();
        open("T0");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(first));
        CostSummary total = FleetRegistry.get().costs().orElseThrow().total();
        assertThat(total.instances().running() + total.instances().ended()).isEqualTo(2);
        SpotFleet.endAll(jenkins.jenkins);
    }

    /** Tests that say they take long, so that nobody begins a copy of one. */
    private String untilTheGateOpens() {
        String wait =
                "set +x; name=$(sed 's/suite.//' \"$SPOT_TESTS_FILE\");"
                        + " while [ ! -e '%s'/$name ]; do sleep 0.2; done%n".formatted(gates);
        return wait + Suites.command(1, "").replace("time='1.0'", "time='600'");
    }

    private void open(String gate) throws Exception {
        Files.createFile(gates.resolve(gate));
    }

    private static boolean doesWait(WorkflowRun build) {
        return Queue.getInstance().getBuildableItems().stream()
                .anyMatch(item -> item.task instanceof AgentTask task && task.build() == build);
    }

    private static long workers(WorkflowRun build) {
        return SpotFleet.computers(Jenkins.get()).stream()
                .flatMap(NextTestRunTest::executables)
                .filter(one -> one instanceof AgentWork work && work.task().build() == build)
                .count();
    }

    private static Stream<Queue.Executable> executables(SpotComputer computer) {
        return computer.getExecutors().stream()
                .map(Executor::getCurrentExecutable)
                .flatMap(Stream::ofNullable);
    }

    private static WorkflowRun start(JenkinsRule jenkins, int tests, String command)
            throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        String arguments = "tests: " + Suites.list(tests) + ", agents: 2";
        job.setDefinition(new CpsFlowDefinition(Suites.step(arguments, command), true));
        return job.scheduleBuild2(0).waitForStart();
    }
}
