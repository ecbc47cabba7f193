package io.jenkins.plugins.spotagents.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessDeniedException3;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.KeepReady;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import jenkins.model.Jenkins;
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
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get(SpotFleet.LABEL));
        jenkins.buildAndAssertSuccess(job);
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

        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get(SpotFleet.LABEL));
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);

        assertThat(build.getBuiltOnStr()).isEqualTo(first.getName());
        template.setReady(new KeepReady());
        jenkins.jenkins.save();
        SpotFleet.endAll(jenkins.jenkins);
    }

    private static boolean isOneIdle(String cloud) {
        return CloudFleet.of(cloud).getReady().stream().anyMatch(row -> row.getThere() == 1);
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
