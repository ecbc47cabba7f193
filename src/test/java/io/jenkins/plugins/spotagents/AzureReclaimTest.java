package io.jenkins.plugins.spotagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.FreeStyleProject;
import hudson.model.Label;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.InstanceProof;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.cloud.azure.AzureSource;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.testing.EmulatedAzure;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import io.spotagents.selection.PurchaseChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** From a label to an instance of Azure, and back: with the custom data that Azure was sent. */
@WithJenkins
class AzureReclaimTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LEAD = Duration.ofSeconds(30);

    @TempDir private Path directory;
    private JenkinsRule jenkins;
    private EmulatedAzure azure;

    @BeforeEach
    void powerOn(JenkinsRule rule) throws Exception {
        jenkins = rule;
        azure = new EmulatedAzure(directory);
        azure.powerOn();
    }

    @AfterEach
    void powerOff() throws Exception {
        azure.close();
    }

    @Test
    void aBuildGoesOnOnAnotherInstanceAndNothingIsLeft() throws Exception {
        azure.add(jenkins.jenkins, azure.source(), template());
        WorkflowRun build =
                start(
                        """
                        int attempt = 0
                        retry(count: 3, conditions: [agent()]) {
                            node('azure') {
                                attempt++
                                echo "attempt ${attempt} on ${env.NODE_NAME}"
                                try {
                                    if (attempt == 1) { sh 'sleep 300' } else { sh 'echo done' }
                                } finally {
                                    sh 'echo cleaned by $NODE_NAME'
                                }
                            }
                        }
                        """);
        SpotComputer lost = busy();
        jenkins.waitForMessage("sleep 300", build);
        assertThat(azure.azure().count("virtualMachineScaleSets/write")).isPositive();
        assertThat(azure.azure().living()).contains(lost.instanceId());
        assertThat(azure.asked())
                .containsExactlyInAnyOrder(
                        "login.microsoftonline.com", "management.azure.com", "prices.azure.com");

        Map<String, Integer> busyWhenApproved = new ConcurrentHashMap<>();
        azure.whenApproved(id -> busyWhenApproved.merge(id, lost.countBusy(), (one, two) -> 99));
        azure.announce(lost.instanceId(), Instant.now().plus(LEAD));

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("cleaned by " + lost.getName(), build);
        jenkins.assertLogContains("attempt 2 on ", build);
        jenkins.assertLogNotContains("attempt 2 on " + lost.getName(), build);
        assertThat(busyWhenApproved).isEqualTo(Map.of(lost.instanceId(), 0));
        assertAllEnd();
    }

    @Test
    void aSecretOfItsLaunchLetsAnInstanceInWhereDocumentsAreOff() throws Exception {
        AzureSource source = azure.source();
        source.setProof(InstanceProof.SECRET);
        source.setCertificates("");
        azure.add(jenkins.jenkins, source, template());
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get(EmulatedAzure.LABEL));

        jenkins.buildAndAssertSuccess(job);

        SpotComputer idle = SpotFleet.computers(jenkins.jenkins).get(0);
        List<String> approved = new CopyOnWriteArrayList<>();
        azure.whenApproved(approved::add);
        azure.announce(idle.instanceId(), Instant.now().plus(LEAD));
        assertAllEnd();
        assertThat(approved).containsExactly(idle.instanceId());
    }

    /** Disks, interfaces and addresses, too. */
    private void assertAllEnd() {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            assertThat(FleetRegistry.get().status().orElseThrow().members())
                                    .isEmpty();
                            assertThat(azure.azure().living()).isEmpty();
                            assertThat(azure.azure().scaleSets()).containsExactly("others");
                            assertThat(azure.azure().leftovers()).isEmpty();
                            assertThat(azure.running()).isZero();
                            assertThat(SpotFleet.computers(jenkins.jenkins)).isEmpty();
                        });
    }

    private static SpotTemplate template() {
        SpotTemplate template = new SpotTemplate("small", EmulatedAzure.LABEL);
        template.setPurchases(PurchaseChoice.SPOT);
        template.setMaxInstances(4);
        // Longer than Jenkins takes to hand work to an agent that has just come.
        template.setIdleSeconds(15);
        return template;
    }

    private SpotComputer busy() {
        return await().atMost(PATIENCE)
                .until(
                        () ->
                                SpotFleet.computers(jenkins.jenkins).stream()
                                        .filter(computer -> computer.countBusy() > 0)
                                        .findFirst()
                                        .orElse(null),
                        found -> found != null);
    }

    private WorkflowRun start(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }
}
