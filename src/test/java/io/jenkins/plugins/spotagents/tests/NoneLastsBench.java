package io.jenkins.plugins.spotagents.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.tasks.junit.TestResultAction;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import io.spotagents.model.Purchase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** By hand, as it takes six minutes: on-demand is allowed, but too dear. */
@WithJenkins
class NoneLastsBench {

    private static final Duration PATIENCE = Duration.ofMinutes(7);

    private JenkinsRule jenkins;

    @AfterEach
    void endInstances() {
        SpotFleet.endAll(jenkins.jenkins);
    }

    @Test
    void aTestThatWasReclaimedTwiceDoesNotWaitForEver(JenkinsRule rule, @TempDir Path folder)
            throws Exception {
        jenkins = rule;
        rule.timeout = 0;
        SpotTemplate template = SpotFleet.template();
        template.setMaxHourlyPrice("0.02");
        SpotFleet.add(rule.jenkins, template);
        Path attempts = Files.createFile(folder.resolve("attempts"));
        String hangsTwice =
                """
                if grep -q T0 "$SPOT_TESTS_FILE"; then
                  echo "$SPOT_AGENTS_INSTANCE" >> '%1$s'
                  test $(wc -l < '%1$s') = 3 || sleep 300
                fi
                """
                        .formatted(attempts);
        WorkflowJob job = rule.createProject(WorkflowJob.class);
        String step =
                Suites.step(
                        "tests: " + Suites.list(4) + ", agents: 4",
                        hangsTwice + Suites.command(0.1, ""));
        job.setDefinition(new CpsFlowDefinition(step, true));
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();

        SpotFleet.reclaim(agentOfAttempt(attempts, 1), Duration.ofSeconds(60));
        SpotFleet.reclaim(agentOfAttempt(attempts, 2), Duration.ofSeconds(60));

        assertThat(agentOfAttempt(attempts, 3).purchase()).isEqualTo(Purchase.SPOT);
        rule.assertBuildStatusSuccess(rule.waitForCompletion(build));
        rule.assertLogContains("Tests that were running at two reclaims have waited", build);
        assertThat(build.getAction(TestResultAction.class).getTotalCount()).isEqualTo(4);
        System.out.println(JenkinsRule.getLog(build));
    }

    private SpotComputer agentOfAttempt(Path attempts, int number) throws IOException {
        await().atMost(PATIENCE).until(() -> Files.readAllLines(attempts).size() == number);
        String instance = Files.readAllLines(attempts).get(number - 1);
        return SpotFleet.computers(jenkins.jenkins).stream()
                .filter(computer -> computer.instanceId().equals(instance))
                .findFirst()
                .orElseThrow();
    }
}
