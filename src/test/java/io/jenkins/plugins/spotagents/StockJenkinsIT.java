package io.jenkins.plugins.spotagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.spotagents.testing.EveryLogin;
import java.io.File;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlFileInput;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlFormUtil;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlRadioButtonInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** The plugin as it is built, in a Jenkins of its own process that does not have it yet. */
class StockJenkinsIT {

    private static final String KIND = "io.jenkins.plugins.spotagents.cloud.SpotCloud";

    @RegisterExtension
    private final RealJenkinsExtension jenkins =
            new RealJenkinsExtension()
                    .omitPlugins("spot-agents")
                    .javaOptions("-Dio.spotagents.provider.local.allowed=true")
                    .withTimeout(600);

    @TempDir private Path directory;

    @Test
    void isInstalledByThePluginManagerAndAsksEveryCloudByEveryLogin() throws Throwable {
        try (EveryLogin clouds = new EveryLogin(directory);
                WebClient browser = new WebClient()) {
            clouds.surround(jenkins);
            jenkins.startJenkins();
            browser.getOptions().setThrowExceptionOnScriptError(false);

            upload(browser, new File(System.getProperty("spot-agents.hpi")));
            HtmlPage cloud = addCloud(browser, "added-in-the-form");

            assertThat(cloud.getUrl().getPath()).contains("/cloud");
            assertThat(page(browser, "manage/cloud/").asNormalizedText())
                    .contains("added-in-the-form");
            assertThat(page(browser, "manage/cloud/added-in-the-form/configure").asXml())
                    .contains("templates");

            clouds.ec2.deny("ListServiceQuotas");
            clouds.azure.forbid("usages/list");
            clouds.gce.forbid("regionCommitments.list");
            jenkins.runRemotely(EveryLogin::add, clouds.places());
            await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> assertListed(clouds));
            await().atMost(Duration.ofMinutes(3))
                    .untilAsserted(
                            () ->
                                    assertThat(shown(browser))
                                            .contains("azure-by-secret: ", "google-by-key: ")
                                            .contains("quotas are learned from refusals alone")
                                            .contains("goes without quotas")
                                            .contains("goes without commitments")
                                            .doesNotContain("LIST failed", "OFFERS failed"));
        }
    }

    /** The clients start, show who they are, and list. */
    private static void assertListed(EveryLogin clouds) {
        assertThat(clouds.ec2.count("DescribeInstances")).isPositive();
        assertThat(clouds.azure.tokens("virtualMachineScaleSets/list"))
                .containsExactlyInAnyOrder(
                        "Bearer of-entra",
                        "Bearer of-managed-identity",
                        "Bearer of-assigned-identity");
        assertThat(clouds.gce.tokens("instances.aggregatedList"))
                .containsExactlyInAnyOrder(
                        "Bearer token", "Bearer of-exchange", "Bearer of-metadata");
    }

    private String shown(WebClient browser) throws Exception {
        return page(browser, "manage/cloud/" + EveryLogin.CLOUD + "/").asNormalizedText();
    }

    private void upload(WebClient browser, File hpi) throws Exception {
        HtmlForm form =
                page(browser, "manage/pluginManager/advanced").getFormByName("uploadPlugin");
        ((HtmlFileInput) form.getInputByName("name")).setFiles(hpi);
        HtmlFormUtil.submit(form);
        await().atMost(Duration.ofMinutes(1))
                .until(
                        () ->
                                page(browser, "manage/pluginManager/installed")
                                        .asXml()
                                        .contains("spot-agents"));
    }

    private HtmlPage addCloud(WebClient browser, String name) throws Exception {
        HtmlForm first = page(browser, "manage/cloud/new").getFormByName("createItem");
        first.getInputByName("name").setValue(name);
        HtmlRadioButtonInput kind =
                first.getRadioButtonsByName("mode").stream()
                        .filter(radio -> radio.getValue().equals(KIND))
                        .findFirst()
                        .orElseThrow();
        kind.setChecked(true);
        HtmlPage second = (HtmlPage) HtmlFormUtil.submit(first);
        return (HtmlPage) HtmlFormUtil.submit(second.getFormByName("config"));
    }

    private HtmlPage page(WebClient browser, String path) throws Exception {
        return browser.getPage(new URL(jenkins.getUrl(), path));
    }
}
