package io.jenkins.plugins.spotagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.Gauge;
import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.InstanceProof;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.cloud.aws.AwsSource;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.metrics.FleetMetrics;
import io.jenkins.plugins.spotagents.testing.EmulatedAws;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import io.spotagents.fleet.Member;
import io.spotagents.provider.aws.AwsSettings;
import io.spotagents.selection.PurchaseChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import jenkins.metrics.api.Metrics;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** From a label to an instance of AWS, and back: with the user data that EC2 was sent. */
@WithJenkins
class AwsReclaimTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LEAD = Duration.ofMinutes(2);

    @TempDir private Path directory;
    private JenkinsRule jenkins;
    private EmulatedAws aws;

    @BeforeEach
    void powerOn(JenkinsRule rule) throws Exception {
        jenkins = rule;
        aws = new EmulatedAws(directory);
        aws.powerOn();
    }

    @AfterEach
    void powerOff() {
        aws.close();
    }

    @Test
    void aBuildGoesOnOnAnotherInstanceAndAllAreEnded() throws Exception {
        goesOnElsewhere(aws.source(), id -> aws.announce(id, Instant.now().plus(LEAD)));

        assertThat(aws.ec2().count("RunInstances")).isZero();
        assertAllEnd();
    }

    @Test
    void aNoticeInTheQueueOfEventsDoesTheSame() throws Exception {
        AwsSource source = aws.source();
        source.setEventQueue(EmulatedAws.QUEUE);

        goesOnElsewhere(source, id -> aws.announceByQueue(id, Instant.now()));

        assertThat(aws.ec2().queued()).isZero();
        assertAllEnd();
    }

    private void goesOnElsewhere(AwsSource source, Consumer<String> announce) throws Exception {
        EmulatedAws.add(jenkins.jenkins, source, template());
        WorkflowRun build =
                start(
                        """
                        int attempt = 0
                        retry(count: 3, conditions: [agent()]) {
                            node('ec2') {
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
        assertThat(aws.ec2().count("CreateFleet")).isPositive();
        assertThat(aws.ec2().living()).contains(lost.instanceId());

        announce.accept(lost.instanceId());

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("cleaned by " + lost.getName(), build);
        jenkins.assertLogContains("attempt 2 on ", build);
        jenkins.assertLogNotContains("attempt 2 on " + lost.getName(), build);
    }

    @Test
    void aSecretOfItsLaunchLetsAnInstanceInWhereDocumentsAreOff() throws Exception {
        AwsSource source = aws.source();
        source.setProof(InstanceProof.SECRET);
        source.setMethod(AwsSettings.Method.RUN_INSTANCES);
        source.setCertificates("");
        EmulatedAws.add(jenkins.jenkins, source, template());
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get(EmulatedAws.LABEL));

        jenkins.buildAndAssertSuccess(job);

        assertThat(aws.ec2().count("RunInstances")).isPositive();
        assertThat(aws.ec2().count("CreateFleet")).isZero();
        assertRequestsAreTold(source);
        assertAllEnd();
    }

    private void assertRequestsAreTold(AwsSource source) throws Exception {
        HtmlPage page = jenkins.createWebClient().goTo("cloud/" + EmulatedAws.CLOUD + "/");
        assertThat(page.getElementById("spot-agents-requests").asNormalizedText())
                .contains(EmulatedAws.CLOUD + "/" + source.getName(), "RunInstances 1");

        ExtensionList.lookupSingleton(FleetMetrics.class).run();

        String prefix = "spot-agents." + EmulatedAws.CLOUD + ".";
        Map<String, ?> gauges = Metrics.metricRegistry().getGauges();
        String requests = prefix + source.getName() + ".requests.RunInstances";
        assertThat(((Gauge<?>) gauges.get(requests)).getValue()).isEqualTo(1L);
        assertThat(gauges).containsKeys(prefix + "instances", prefix + "spent-usd");

        jenkins.jenkins.clouds.clear();
        ExtensionList.lookupSingleton(FleetMetrics.class).run();

        assertThat(Metrics.metricRegistry().getNames()).noneMatch(it -> it.startsWith(prefix));
    }

    @Test
    void aRebalanceRecommendationArrivesAsARaisedRisk() throws Exception {
        LogRecorder log = new LogRecorder().record("io.spotagents.fleet", Level.INFO).capture(100);
        SpotTemplate template = template();
        template.setIdleSeconds(300);
        EmulatedAws.add(jenkins.jenkins, aws.source(), template);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get(EmulatedAws.LABEL));
        jenkins.buildAndAssertSuccess(job);
        String id = SpotFleet.computers(jenkins.jenkins).get(0).instanceId();

        aws.recommendRebalance(id, Instant.now());

        await().atMost(PATIENCE)
                .until(
                        () ->
                                log.getMessages().stream()
                                        .anyMatch(line -> line.contains("is at more risk")));
    }

    private void assertAllEnd() {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            assertThat(members()).isEmpty();
                            assertThat(aws.ec2().living()).isEmpty();
                            assertThat(aws.running()).isZero();
                            assertThat(SpotFleet.computers(jenkins.jenkins)).isEmpty();
                        });
    }

    private static List<Member> members() {
        return FleetRegistry.get().status().orElseThrow().members();
    }

    private static SpotTemplate template() {
        SpotTemplate template = new SpotTemplate("small", EmulatedAws.LABEL);
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
