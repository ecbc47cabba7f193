package io.jenkins.plugins.spotagents.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.User;
import hudson.model.queue.QueueTaskFuture;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessDeniedException3;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.KeepReady;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.testing.InProcessSource;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class CloudPageTest {

    @Test
    void showsEveryInstanceAndWhatItCosts(JenkinsRule jenkins) throws Exception {
        SpotFleet.add(jenkins.jenkins);
        jenkins.buildAndAssertSuccess(job(jenkins));
        SpotComputer computer = SpotFleet.computers(jenkins.jenkins).get(0);

        HtmlPage page = jenkins.createWebClient().goTo("manage/cloud/" + SpotFleet.CLOUD + "/");

        assertThat(page.getElementById("spot-agents-instances").asNormalizedText())
                .contains(computer.getName())
                .contains(computer.pool())
                .contains("$0.014");
        assertThat(page.getElementById("spot-agents-pools").asNormalizedText())
                .contains(computer.pool());
        assertThat(page.getElementById("spot-agents-money").asNormalizedText()).contains("$0.000");
        SpotFleet.endAll(jenkins.jenkins);
    }

    @Test
    void showsHowBudgetsStand(JenkinsRule jenkins) throws Exception {
        SpotTemplate template = SpotFleet.template();
        template.setMonthlyBudget("5");
        SpotFleet.add(jenkins.jenkins, template);
        await().atMost(SpotFleet.PATIENCE)
                .until(() -> !CloudFleet.of(SpotFleet.CLOUD).getBudgets().isEmpty());

        HtmlPage page = jenkins.createWebClient().goTo("manage/cloud/" + SpotFleet.CLOUD + "/");

        assertThat(page.getElementById("spot-agents-budgets").asNormalizedText())
                .contains("template small", "$5.00", "$0.0000", "as usual");
    }

    @Test
    void showsWhatIsKeptReadyAndWorkBeginsThere(JenkinsRule jenkins) throws Exception {
        KeepReady ready = new KeepReady();
        ready.setSchedule("* 00:00-24:00 1");
        SpotTemplate template = SpotFleet.template();
        template.setReady(ready);
        SpotFleet.add(jenkins.jenkins, template);
        await().atMost(SpotFleet.PATIENCE).until(() -> isOneIdle(SpotFleet.CLOUD));
        SpotComputer first = SpotFleet.computers(jenkins.jenkins).get(0);
        HtmlPage page = jenkins.createWebClient().goTo("manage/cloud/" + SpotFleet.CLOUD + "/");
        assertThat(page.getElementById("spot-agents-ready").asNormalizedText())
                .contains("small\t1\t1\t1\t0");

        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job(jenkins));

        assertThat(build.getBuiltOnStr()).isEqualTo(first.getName());
        template.setReady(new KeepReady());
        jenkins.jenkins.save();
        SpotFleet.endAll(jenkins.jenkins);
    }

    private static boolean isOneIdle(String cloud) {
        return CloudFleet.of(cloud).getReady().stream().anyMatch(row -> row.getThere() == 1);
    }

    @Test
    void showsWhatWasAskedForUntilItIsAnswered(JenkinsRule jenkins) throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        InProcessSource source = new InProcessSource("memory");
        source.holdLaunches(answer);
        SpotCloud cloud = new SpotCloud(SpotFleet.CLOUD);
        cloud.setSources(List.of(source));
        cloud.setTemplates(List.of(SpotFleet.template()));
        jenkins.jenkins.clouds.add(cloud);
        jenkins.jenkins.save();
        QueueTaskFuture<FreeStyleBuild> build = job(jenkins).scheduleBuild2(0);
        await().atMost(SpotFleet.PATIENCE)
                .until(() -> !CloudFleet.of(SpotFleet.CLOUD).getAsked().isEmpty());

        HtmlPage page = jenkins.createWebClient().goTo("manage/cloud/" + SpotFleet.CLOUD + "/");

        assertThat(page.getElementById("spot-agents-asked").asNormalizedText())
                .contains("small\tmemory/here/here/here-", "\t1\t");
        assertThat(page.asNormalizedText()).doesNotContain("nothing waits");
        answer.countDown();
        jenkins.assertBuildStatusSuccess(build);
        assertThat(CloudFleet.of(SpotFleet.CLOUD).getAsked()).isEmpty();
    }

    @Test
    void saysThatJenkinsHasNoAddressAndGoesOnOnceItHas(JenkinsRule jenkins) throws Exception {
        JenkinsLocationConfiguration location = JenkinsLocationConfiguration.get();
        String url = location.getUrl();
        location.setUrl(null);
        SpotFleet.add(jenkins.jenkins);
        QueueTaskFuture<FreeStyleBuild> build = job(jenkins).scheduleBuild2(0);
        await().atMost(SpotFleet.PATIENCE)
                .until(() -> !CloudFleet.of(SpotFleet.CLOUD).getUnmet().isEmpty());

        assertThat(CloudFleet.of(SpotFleet.CLOUD).getUnmet())
                .singleElement()
                .asString()
                .contains("set Jenkins URL under Manage Jenkins, System");
        location.setUrl(url);
        jenkins.assertBuildStatusSuccess(build);
        SpotFleet.endAll(jenkins.jenkins);
    }

    private static FreeStyleProject job(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get(SpotFleet.LABEL));
        return job;
    }

    @Test
    void isNotForThoseWhoMayNotReadTheSystem(JenkinsRule jenkins) throws Exception {
        SpotFleet.add(jenkins.jenkins);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().to("reader"));

        try (ACLContext reader = ACL.as2(User.getById("reader", true).impersonate2())) {
            assertThatThrownBy(() -> CloudFleet.of(SpotFleet.CLOUD))
                    .isInstanceOf(AccessDeniedException3.class);
            assertThat(reader).isNotNull();
        }
    }
}
