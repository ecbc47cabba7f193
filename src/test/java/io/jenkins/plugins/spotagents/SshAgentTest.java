package io.jenkins.plugins.spotagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import io.jenkins.plugins.spotagents.agent.CallOverSsh;
import io.jenkins.plugins.spotagents.agent.SpotAgent;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.cloud.aws.AwsSource;
import io.jenkins.plugins.spotagents.cloud.aws.AwsSsh;
import io.jenkins.plugins.spotagents.testing.EmulatedAws;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import io.jenkins.plugins.spotagents.testing.SshDaemon;
import io.spotagents.selection.PurchaseChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** From a label to an instance of AWS that the controller connects to over SSH, and back. */
@WithJenkins
class SshAgentTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String LOGIN = "login-of-instances";

    @TempDir private Path directory;
    private JenkinsRule jenkins;
    private EmulatedAws aws;
    private SshDaemon sshd;

    @BeforeEach
    void powerOn(JenkinsRule rule) throws Exception {
        jenkins = rule;
        aws = new EmulatedAws(directory);
        sshd = new SshDaemon(this::onlyDisk);
        aws.powerOn();
    }

    @AfterEach
    void powerOff() throws Exception {
        sshd.close();
        aws.close();
    }

    @Test
    void aBuildRunsOnAnInstanceThatIsConnectedTo() throws Exception {
        FreeStyleBuild build = add(sshd.publicKey()).scheduleBuild2(0).get();

        jenkins.assertBuildStatusSuccess(build);
        assertThat(build.getBuiltOn()).isInstanceOf(SpotAgent.class);
        SpotComputer computer = SpotFleet.computers(jenkins.jenkins).get(0);
        assertThat(computer.getLauncher()).isInstanceOf(CallOverSsh.class);
        assertThat(aws.consoles())
                .contains("ready: the controller connects over SSH")
                .doesNotContain("enrolled");
        // The watcher on the agent found its instance, and holds its lease.
        await().atMost(PATIENCE).until(() -> Files.exists(onlyDisk().resolve("lease")));

        computer.doDoDelete();

        await().atMost(PATIENCE).until(() -> aws.ec2().living().isEmpty());
        await().atMost(PATIENCE).until(() -> SpotFleet.computers(jenkins.jenkins).isEmpty());
    }

    @Test
    void anInstanceThatShowsAnotherKeyIsNotConnectedTo() throws Exception {
        var waiting = add(SshDaemon.foreignKey()).scheduleBuild2(0);

        await().atMost(PATIENCE)
                .until(
                        () ->
                                SpotFleet.computers(jenkins.jenkins).stream()
                                        .anyMatch(SshAgentTest::refusedTheKey));

        assertThat(SpotFleet.computers(jenkins.jenkins)).allMatch(SpotComputer::isOffline);
        waiting.cancel(true);
        jenkins.jenkins.getQueue().clear();
        SpotFleet.computers(jenkins.jenkins).get(0).doDoDelete();
        await().atMost(PATIENCE).until(() -> aws.ec2().living().isEmpty());
    }

    private static boolean refusedTheKey(SpotComputer computer) {
        try {
            return computer.getLog().contains("does not match the key");
        } catch (java.io.IOException e) {
            return false;
        }
    }

    private FreeStyleProject add(String hostKey) throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(
                        new UsernamePasswordCredentialsImpl(
                                CredentialsScope.SYSTEM,
                                LOGIN,
                                "",
                                SshDaemon.login(),
                                SshDaemon.PASSWORD));
        AwsSsh ssh = new AwsSsh();
        ssh.setCredentialsId(LOGIN);
        ssh.setHostKey(hostKey);
        ssh.setPort(sshd.port());
        AwsSource source = aws.source();
        source.setCertificates("");
        source.setSsh(ssh);
        assertThat(source.problems()).isEmpty();
        SpotTemplate template = new SpotTemplate("small", EmulatedAws.LABEL);
        template.setPurchases(PurchaseChoice.SPOT);
        template.setRemoteFs(directory.resolve("work").toString());
        EmulatedAws.add(jenkins.jenkins, source, template);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get(EmulatedAws.LABEL));
        return job;
    }

    private Path onlyDisk() {
        return aws.ec2().living().stream()
                .flatMap(id -> aws.disk(id).stream())
                .findFirst()
                .orElseThrow();
    }
}
