package io.jenkins.plugins.spotagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.labels.LabelAtom;
import hudson.tasks.Shell;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A warning that the cloud gives an instance, on its way to the fleet. */
@WithJenkins
class WarnedAgentTest {

    private JenkinsRule jenkins;

    @AfterEach
    void endInstances() {
        SpotFleet.endAll(jenkins.jenkins);
    }

    @Test
    void itsPoolCountsAsMoreDangerousAndItsWorkEnds(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SpotFleet.add(rule.jenkins);
        FreeStyleProject job = rule.createFreeStyleProject("job");
        job.setAssignedLabel(new LabelAtom(SpotFleet.LABEL));
        job.getBuildersList().add(new Shell("sleep 5"));
        try (LogRecorder log =
                new LogRecorder().record("io.spotagents.fleet", Level.INFO).capture(1_000)) {
            FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
            SpotComputer agent = SpotFleet.busy(rule.jenkins);

            await().atMost(SpotFleet.PATIENCE).until(() -> build.getWorkspace() != null);
            warn(agent, build);

            await().atMost(SpotFleet.PATIENCE).until(() -> isHeard(log, agent));
            rule.assertBuildStatusSuccess(rule.waitForCompletion(build));
            assertThat(log.getMessages()).filteredOn(line -> isWarning(line, agent)).hasSize(1);
        }
    }

    private static boolean isHeard(LogRecorder log, SpotComputer agent) {
        return log.getMessages().stream().anyMatch(line -> isWarning(line, agent));
    }

    private static boolean isWarning(String line, SpotComputer agent) {
        return line.contains(agent.pool()) && line.contains("is at more risk");
    }

    /** As the local cloud does it: a file that only the instance reads. */
    private static void warn(SpotComputer agent, FreeStyleBuild build) throws Exception {
        Path instance = Path.of(build.getWorkspace().getRemote());
        while (!instance.endsWith(agent.instanceId())) {
            instance = instance.getParent();
        }
        String content = "at=" + Instant.now().toEpochMilli() + "\n";
        Path written = Files.writeString(instance.resolve("rebalance.new"), content);
        Files.move(written, instance.resolve("rebalance"));
    }
}
