package io.jenkins.plugins.spotagents.tests;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.model.Node;
import hudson.model.TopLevelItem;
import hudson.tasks.junit.TestResultAction;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.testing.InProcessSource;
import io.jenkins.plugins.spotagents.testing.LoadMeter;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import io.spotagents.fleet.FleetEvent;
import io.spotagents.reclaim.Notice;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import jenkins.slaves.WorkspaceLocator;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * The step on hundreds of agents inside this JVM: the figures of docs/benchmarks.md. Not part of
 * the build; run by {@code mvn test -Dtest=LargeRunBench}.
 */
@WithJenkins
class LargeRunBench {

    private static final String JOB = "job";
    private static final Duration BETWEEN_RECLAIMS = Duration.ofSeconds(5);
    private static final Duration LEAD = Duration.ofSeconds(10);

    private JenkinsRule jenkins;
    @TempDir private Path folder;

    @BeforeEach
    void addCloud(JenkinsRule rule) throws Exception {
        jenkins = rule;
        rule.timeout = 0;
        OwnFolder.disks = folder;
        SpotTemplate template = SpotFleet.template();
        template.setMaxInstances(400);
        SpotCloud cloud = new SpotCloud(SpotFleet.CLOUD);
        cloud.setSources(List.of(new InProcessSource("memory")));
        cloud.setTemplates(List.of(template));
        rule.jenkins.clouds.add(cloud);
        rule.jenkins.save();
    }

    @Test
    void testsThatWaitOnAHundredAndFiftyAgentsThatAreReclaimed() throws Exception {
        int agents = 150;
        Random random = new Random(6);
        Map<String, Duration> tests = new LinkedHashMap<>();
        for (int i = 0; i < 3000; i++) {
            double seconds = 1 + 19 * random.nextDouble();
            tests.put(
                    String.format(Locale.ROOT, "wait.T%d_%.1f", i, seconds),
                    Duration.ofMillis((long) (1000 * seconds)));
        }
        Duration work = tests.values().stream().reduce(Duration.ZERO, Duration::plus);

        Instant asked = Instant.now();
        WorkflowRun build = start(tests, "sleep ${test##*_}", agents);
        ScheduledExecutorService market = Executors.newSingleThreadScheduledExecutor();
        market.scheduleAtFixedRate(
                () -> reclaimOne(random), 60, BETWEEN_RECLAIMS.toSeconds(), TimeUnit.SECONDS);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        Duration took = Duration.between(asked, Instant.now());
        market.shutdownNow();

        assertThat(build.getAction(TestResultAction.class).getTotalCount()).isEqualTo(3000);
        Duration ideal = work.dividedBy(agents);
        System.out.printf(
                Locale.ROOT,
                "| %d tests on %d agents | %d s | %.1f | %.2f | %s |%n",
                tests.size(),
                agents,
                took.toSeconds(),
                seconds(work) / seconds(took),
                seconds(took) / seconds(ideal),
                build.getAction(SpotTestsAction.class).getLines().get(0));
    }

    /** Batches are made small by durations that are far too long: each holds one test. */
    @Test
    void fiveThousandBatchesOnThreeHundredAgents() throws Exception {
        int agents = 300;
        Map<String, Duration> tests = new LinkedHashMap<>();
        IntStream.range(0, 5000).forEach(i -> tests.put("batch.T" + i, Duration.ofHours(1)));

        try (LoadMeter meter = new LoadMeter()) {
            Instant asked = Instant.now();
            WorkflowRun build = start(tests, "sleep 1", agents);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            Duration took = Duration.between(asked, Instant.now());

            assertThat(build.getAction(TestResultAction.class).getTotalCount()).isEqualTo(5000);
            System.out.printf(
                    Locale.ROOT,
                    "| %d batches on %d agents | %d s | %.0f ms | %s | %d lines |%n",
                    tests.size(),
                    agents,
                    took.toSeconds(),
                    1000 * seconds(took) * agents / tests.size(),
                    meter.read(),
                    build.getLog(10_000).size());
        }
    }

    private WorkflowRun start(Map<String, Duration> tests, String test, int agents)
            throws Exception {
        FleetRegistry.get().runs().orElseThrow().took(JOB, tests, Instant.now());
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, JOB);
        String command =
                """
                mkdir -p reports
                while read -r test; do
                  %s
                  echo "<testsuite name='s'><testcase classname='${test%%%%.*}' name='${test#*.}'/></testsuite>" > reports/$test.tmp
                  mv reports/$test.tmp reports/$test.xml
                done < "$SPOT_TESTS_FILE"
                """
                        .formatted(test);
        String step = Suites.step("reclaims: 100, agents: " + agents, "set +x\n" + command);
        job.setDefinition(new CpsFlowDefinition(step, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    /** Every other one has a notice; then the instance is gone, and its channel breaks. */
    private void reclaimOne(Random random) {
        List<SpotComputer> busy =
                SpotFleet.computers(jenkins.jenkins).stream()
                        .filter(computer -> computer.isOnline() && computer.countBusy() > 0)
                        .filter(SpotComputer::isAcceptingTasks)
                        .filter(computer -> computer.purchase().isReclaimed())
                        .toList();
        if (busy.isEmpty()) {
            return;
        }
        SpotComputer agent = busy.get(random.nextInt(busy.size()));
        String id = agent.instanceId();
        Instant now = Instant.now();
        if (random.nextBoolean()) {
            Notice notice = new Notice(id, Notice.Source.AGENT, now, now.plus(LEAD));
            FleetRegistry.get().post(new FleetEvent.Noticed(notice));
        } else {
            take(agent);
        }
    }

    private static void take(SpotComputer agent) {
        try {
            FleetRegistry.get()
                    .provider(SpotFleet.CLOUD + "/memory")
                    .orElseThrow()
                    .end(Set.of(agent.instanceId()));
            agent.getChannel().close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** Agents in one process would share their folder. */
    @TestExtension
    public static final class OwnFolder extends WorkspaceLocator {

        private static volatile Path disks;

        @Override
        public FilePath locate(TopLevelItem item, Node node) {
            FilePath folder = node.createPath(disks.resolve(node.getNodeName()).toString());
            try {
                folder.mkdirs();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return folder;
        }
    }
}
