package io.jenkins.plugins.spotagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.FreeStyleProject;
import hudson.model.Label;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.InstanceProof;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpHardware;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpSource;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.testing.EmulatedGoogle;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import io.spotagents.fleet.Member;
import io.spotagents.selection.PurchaseChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** From a label to an instance of Google Cloud, and back: with the startup script that was sent. */
@WithJenkins
class GcpReclaimTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir private Path directory;
    private JenkinsRule jenkins;
    private EmulatedGoogle google;

    @BeforeEach
    void powerOn(JenkinsRule rule) throws Exception {
        jenkins = rule;
        google = new EmulatedGoogle(directory);
        google.powerOn();
    }

    @AfterEach
    void powerOff() {
        google.close();
    }

    @Test
    void aBuildGoesOnOnAnotherInstanceAndAllAreEnded() throws Exception {
        goesOnElsewhere(google.source(), google::announce);

        assertThat(google.consoles()).contains("Spot Agents: enrolled as ");
    }

    @Test
    void aPreemptionAmongTheOperationsDoesTheSame() throws Exception {
        GcpSource source = google.source();
        source.setWatchOperations(true);

        goesOnElsewhere(source, id -> google.gce().tellPreempted(number(id)));
    }

    @Test
    void aSecretOfItsLaunchLetsAnInstanceInWithoutAServiceAccount() throws Exception {
        GcpSource source = google.source();
        source.setProof(InstanceProof.SECRET);
        source.setHardware(new GcpHardware());
        google.add(jenkins.jenkins, source, template());
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get(EmulatedGoogle.LABEL));

        jenkins.buildAndAssertSuccess(job);

        assertAllEnd();
    }

    private void goesOnElsewhere(GcpSource source, Consumer<String> announce) throws Exception {
        google.add(jenkins.jenkins, source, template());
        WorkflowRun build =
                start(
                        """
                        int attempt = 0
                        retry(count: 3, conditions: [agent()]) {
                            node('gce') {
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
        assertThat(google.gce().count("instances.bulkInsert")).isPositive();
        assertThat(google.gce().living()).contains(lost.instanceId());

        announce.accept(lost.instanceId());

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("cleaned by " + lost.getName(), build);
        jenkins.assertLogContains("attempt 2 on ", build);
        jenkins.assertLogNotContains("attempt 2 on " + lost.getName(), build);
        assertAllEnd();
    }

    private void assertAllEnd() {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            assertThat(members()).isEmpty();
                            assertThat(google.gce().living()).isEmpty();
                            assertThat(google.running()).isZero();
                            assertThat(SpotFleet.computers(jenkins.jenkins)).isEmpty();
                        });
    }

    private static String number(String id) {
        return id.substring(id.indexOf(':') + 1);
    }

    private static List<Member> members() {
        return FleetRegistry.get().status().orElseThrow().members();
    }

    private static SpotTemplate template() {
        SpotTemplate template = new SpotTemplate("small", EmulatedGoogle.LABEL);
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
