package io.jenkins.plugins.spotagents.cloud;

import static io.jenkins.plugins.spotagents.cloud.Clouds.added;
import static io.jenkins.plugins.spotagents.cloud.Clouds.cloud;
import static io.jenkins.plugins.spotagents.cloud.Clouds.saved;
import static io.jenkins.plugins.spotagents.cloud.Clouds.template;
import static io.jenkins.plugins.spotagents.cloud.Clouds.unusualCloud;
import static io.jenkins.plugins.spotagents.cloud.Clouds.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.spotagents.cloud.aws.AwsHardware;
import io.jenkins.plugins.spotagents.cloud.aws.AwsImage;
import io.jenkins.plugins.spotagents.cloud.aws.AwsNetwork;
import io.jenkins.plugins.spotagents.cloud.aws.AwsSource;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpHardware;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpLaunch;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpNetwork;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpSource;
import io.jenkins.plugins.spotagents.testing.OneJenkins;
import io.spotagents.fleet.Template.Reuse;
import io.spotagents.provider.local.LocalSettings;
import java.time.Duration;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jvnet.hudson.test.JenkinsRule;

@ExtendWith({OneJenkins.class, LocalSourceAllowed.class})
class CloudFormTest {

    @Test
    void savesWhatItShows(JenkinsRule r) throws Exception {
        added(unusualCloud("unusual"));
        String before = written(saved("unusual"));

        r.submit(configure(r, "unusual"));

        assertThat(written(saved("unusual"))).isEqualTo(before);
    }

    @Test
    void addsACloudWithATemplateThatHasTheDefaults(JenkinsRule r) throws Exception {
        HtmlPage first = r.createWebClient().goTo("manage/cloud/new");
        HtmlForm kind = first.getFormByName("createItem");
        kind.getInputByName("name").setValue("fresh");
        kind.getRadioButtonsByName("mode").stream()
                .filter(radio -> radio.getValue().equals(SpotCloud.class.getName()))
                .findFirst()
                .orElseThrow()
                .setChecked(true);
        HtmlForm second = r.submit(kind).getFormByName("config");
        assertThat(second.getInputByName("_.name").getValue()).isEqualTo("fresh");

        r.submit(second);

        SpotCloud expected = new SpotCloud("fresh");
        expected.setTemplates(List.of(new SpotTemplate("spot", "spot")));
        assertThat(written(saved("fresh"))).isEqualTo(written(expected));
    }

    @Test
    void renamesACloud(JenkinsRule r) throws Exception {
        added(unusualCloud("before"));
        HtmlForm form = configure(r, "before");

        form.getInputByName("_.name").setValue("after");
        r.submit(form);

        assertThat(Jenkins.get().clouds).hasSize(1);
        assertThat(written(saved("after"))).isEqualTo(written(unusualCloud("after")));
    }

    @Test
    void copiesACloudWhoseNameItsSourceAndTemplateHaveToo(JenkinsRule r) throws Exception {
        added(cloud("local", new SpotTemplate("local", "local")));
        JenkinsRule.WebClient browser = r.createWebClient();
        String address = "manage/cloud/create?mode=copy&name=copied&from=local";

        browser.getPage(new WebRequest(browser.createCrumbedUrl(address), HttpMethod.POST));

        assertThat(written(saved("copied")))
                .isEqualTo(written(cloud("copied", new SpotTemplate("local", "local"))));
    }

    @Test
    void removesTheLastTemplate(JenkinsRule r) throws Exception {
        added(cloud("c", template()));
        HtmlForm form = configure(r, "c");

        form.<HtmlElement>getFirstByXPath("//*[@name='templates']//*[text()='Delete template']")
                .click();
        r.submit(form);

        assertThat(saved("c").getTemplates()).isEmpty();
        assertThat(saved("c").getSources()).hasSize(1);
    }

    @Test
    void theCloudsPageAndTheMonitorSayWhatIsWrong(JenkinsRule r) throws Exception {
        SpotTemplate bad = new SpotTemplate("<bad>", "linux");
        bad.setMaxInstances(0);
        added(cloud("c", bad));

        for (String page : List.of("cloud/c/", "manage/")) {
            assertThat(r.createWebClient().goTo(page).asNormalizedText())
                    .contains("Template \"<bad>\" is not used", "Maximum of instances")
                    .contains("set it to at least 1");
        }
    }

    @Test
    void checksItsFieldsWithWhatTheOtherFieldsHold(JenkinsRule r) throws Exception {
        SpotTemplate bad = template();
        bad.setSources("nowhere");
        bad.setExecutors(2);
        bad.setReuse(Reuse.ONE_SHOT);
        SpotTemplate big = new SpotTemplate("big", "big");
        big.setMemoryMib(100_000);
        added(cloud("c", bad, big));
        HtmlForm form = configure(r, "c");

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () ->
                                assertThat(form.getTextContent())
                                        .contains("correct the name, add the source")
                                        .contains("Known are: local")
                                        .contains("which no machine type of its sources has")
                                        .contains("an agent that is used once runs one build"));
        assertThat(form.getTextContent()).doesNotContain("is taken by another cloud");
    }

    @Test
    void aNumberThatIsLeftOutDoesNotBreakTheCloud(JenkinsRule r) throws Exception {
        added(cloud("c", template()));
        HtmlForm form = configure(r, "c");

        form.getInputByName("_.maxInstances").setValue("");
        r.submit(form);

        assertThat(saved("c").problems())
                .singleElement()
                .asString()
                .contains("(maxInstances) is 0", "at least 1");
    }

    @Test
    void theMonitorIsSilentWhenAllIsWell(JenkinsRule r) {
        added(cloud("c", template()));
        assertThat(r.jenkins.getExtensionList(SpotAgentsProblems.class))
                .singleElement()
                .matches(monitor -> !monitor.isActivated());
    }

    @Test
    void theFormSaysWhenTheLocalSourceIsNotAllowed(JenkinsRule r) throws Exception {
        added(cloud("c", template()));
        String sentence = "To allow it, start Jenkins with";
        assertThat(configure(r, "c").asNormalizedText()).doesNotContain(sentence);

        System.clearProperty(LocalSettings.ALLOWED_PROPERTY);

        assertThat(configure(r, "c").asNormalizedText())
                .contains(sentence, "-D" + LocalSettings.ALLOWED_PROPERTY + "=true");
    }

    @Test
    void everyFieldHasHelp(JenkinsRule r) throws Exception {
        assertHelp(r, SpotCloud.class, "name", "sources", "templates");
        assertHelp(r, LocalSource.class, "name", "seed", "speed", "bootSeconds", "calm");
        assertHelp(r, SpotTemplate.class, "name", "labels", "mode", "executors", "cpus");
        assertHelp(r, SpotTemplate.class, "memoryMib", "operatingSystem", "purchases", "sources");
        assertHelp(r, SpotTemplate.class, "idleSeconds", "reuse", "maxInstances", "resubmit");
        assertHelp(r, SpotTemplate.class, "remoteFs", "maxHourlyPrice", "maxHourlyRate");
        assertHelp(r, SpotTemplate.class, "monthlyBudget", "atBudgetLimit");
        assertHelp(r, SpotTemplate.class, "reclaimsBeforeOnDemand");
        assertHelp(r, WorkData.class, "regions", "gibPerHour");
        assertHelp(r, SpotCloud.class, "monthlyBudget", "atBudgetLimit", "egressPrices");
        assertHelp(r, AwsSource.class, "name", "credentialsId", "assumeRole", "region", "images");
        assertHelp(r, AwsSource.class, "network", "hardware", "start", "proof", "certificates");
        assertHelp(r, AwsSource.class, "certificatesFolder", "method", "allocationStrategy");
        assertHelp(r, AwsSource.class, "tags", "endpoint");
        assertHelp(r, AwsImage.class, "by", "image", "owner");
        assertHelp(r, AwsNetwork.class, "subnets", "subnetTags", "vpc", "securityGroups");
        assertHelp(r, AwsHardware.class, "families", "maxCpus", "maxMemoryMib", "keyPair");
        assertHelp(r, AwsHardware.class, "instanceProfile", "volumeGib", "volumeType");
        assertHelp(r, AwsHardware.class, "metadataHops");
        assertHelp(r, GcpSource.class, "name", "credentialsId", "project", "region", "images");
        assertHelp(r, GcpSource.class, "network", "hardware", "launch", "start", "proof");
        assertHelp(r, GcpSource.class, "watchOperations", "endpoint");
        assertHelp(r, GcpNetwork.class, "network", "subnet", "publicAddress", "tags");
        assertHelp(r, GcpHardware.class, "serviceAccount", "scopes", "diskGib", "diskType");
        assertHelp(r, GcpHardware.class, "families", "maxCpus", "maxMemoryMib", "shielded");
        assertHelp(r, GcpLaunch.class, "longestHours", "labels", "metadata", "template");
        assertHelp(r, GcpLaunch.class, "advisedTypes", "windowsLicence");
        assertHelp(r, InstanceStart.class, "startScript", "user", "java", "jvmOptions");
        assertHelp(r, InstanceStart.class, "controllerUrl");
    }

    private static void assertHelp(JenkinsRule r, Class<?> type, String... fields)
            throws Exception {
        for (String field : fields) {
            String address = "descriptor/" + type.getName() + "/help/" + field;
            assertThat(r.createWebClient().goTo(address, null).getWebResponse().getStatusCode())
                    .as(address)
                    .isEqualTo(200);
        }
    }

    private static HtmlForm configure(JenkinsRule r, String cloud) throws Exception {
        return r.createWebClient().goTo("cloud/" + cloud + "/configure").getFormByName("config");
    }
}
