package io.jenkins.plugins.spotagents.cloud;

import static io.jenkins.plugins.spotagents.cloud.Clouds.added;
import static io.jenkins.plugins.spotagents.cloud.Clouds.cloud;
import static io.jenkins.plugins.spotagents.cloud.Clouds.template;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.slaves.Cloud.CloudState;
import io.jenkins.plugins.spotagents.testing.OneJenkins;
import io.spotagents.fleet.Template.Reuse;
import io.spotagents.provider.local.LocalSettings;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jvnet.hudson.test.JenkinsRule;

@ExtendWith({OneJenkins.class, LocalSourceAllowed.class})
class BadSettingsTest {

    /**
     * A mistake in a template, and what has to be said of it.
     *
     * @param field as Configuration as Code calls it
     */
    private record Mistake(Consumer<SpotTemplate> made, String field, String remedy) {}

    private static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(t -> t.setExecutors(0), "(executors)", "at least 1"),
                new Mistake(t -> t.setExecutors(-1), "(executors)", "at least 1"),
                new Mistake(t -> t.setCpus(0), "(cpus)", "at least 1"),
                new Mistake(t -> t.setCpus(1_000_000), "(cpus)", "no more than"),
                new Mistake(t -> t.setMemoryMib(-5), "(memoryMib)", "at least 1"),
                new Mistake(t -> t.setMemoryMib(Integer.MAX_VALUE), "(memoryMib)", "no more than"),
                new Mistake(t -> t.setCpus(64), "(cpus)", "ask for less"),
                new Mistake(t -> t.setMemoryMib(100_000), "(memoryMib)", "ask for less"),
                new Mistake(t -> t.setIdleSeconds(-1), "(idleSeconds)", "0 or more"),
                new Mistake(t -> t.setMaxInstances(0), "(maxInstances)", "at least 1"),
                new Mistake(t -> t.setMaxHourlyPrice("cheap"), "(maxHourlyPrice)", "0.25"),
                new Mistake(t -> t.setMaxHourlyPrice("0"), "(maxHourlyPrice)", "leave it empty"),
                new Mistake(t -> t.setMaxHourlyRate("-1"), "(maxHourlyRate)", "leave it empty"),
                new Mistake(t -> t.setMonthlyBudget("1e99"), "(monthlyBudget)", "US dollars"),
                new Mistake(t -> t.setMonthlyBudget("$5"), "(monthlyBudget)", "US dollars"),
                new Mistake(
                        t -> t.setReclaimsBeforeOnDemand(-1),
                        "(reclaimsBeforeOnDemand)",
                        "0 or more"),
                new Mistake(t -> t.getData().setRegions("*-east"), "(data.regions)", "eu-*"),
                new Mistake(t -> t.getData().setGibPerHour("-1"), "(data.gibPerHour)", "such as"),
                new Mistake(t -> t.getData().setGibPerHour("NaN"), "(data.gibPerHour)", "empty"),
                new Mistake(t -> t.setSources("nowhere"), "(sources)", "correct the name"),
                new Mistake(BadSettingsTest::oneShotForTwo, "(executors)", "set Executors to 1"));
    }

    @Test
    void aMistakeDisablesItsTemplateAloneAndNamesFieldAndRemedy(JenkinsRule r) {
        mistakes()
                .forEach(
                        mistake -> {
                            SpotTemplate bad = new SpotTemplate("bad", "bad");
                            mistake.made().accept(bad);
                            assertDisabled(bad, mistake.field(), mistake.remedy());
                        });
    }

    @Test
    void aTemplateNeedsANameAndLabels(JenkinsRule r) {
        assertDisabled(new SpotTemplate("", "bad"), "(name)", "give the template a name");
        assertDisabled(new SpotTemplate(null, "bad"), "(name)", "give the template a name");
        assertDisabled(new SpotTemplate("a b", "bad"), "(name)", "letters, digits");
        assertDisabled(new SpotTemplate("..", "bad"), "(name)", "letters, digits");
        assertDisabled(new SpotTemplate("bad", " "), "(labels)", "enter the label");
        assertDisabled(new SpotTemplate("bad", null), "(labels)", "enter the label");
        assertDisabled(new SpotTemplate("bad", "bad&&worse"), "(labels)", "plain labels");
    }

    @Test
    void ofTwoTemplatesWithOneNameTheFirstIsUsed(JenkinsRule r) {
        SpotCloud cloud = added(cloud("c", template(), new SpotTemplate("small", "other")));

        assertThat(cloud.problems())
                .singleElement()
                .asString()
                .contains("(name)", "small", "a name of its own");
        assertThat(cloud.validTemplates())
                .extracting(SpotTemplate::getLabels)
                .containsExactly("linux");
    }

    @Test
    void ofTwoSourcesWithOneNameTheFirstIsUsed(JenkinsRule r) {
        SpotCloud cloud = cloud("c", template());
        cloud.setSources(List.of(new LocalSource("same"), new LocalSource("same")));

        assertThat(cloud.problems())
                .singleElement()
                .asString()
                .contains("(name)", "same", "a name of its own");
        assertThat(cloud.validSources()).hasSize(1);
        assertThat(cloud.validTemplates()).hasSize(1);
    }

    @Test
    void ofTwoCloudsWithOneNameTheFirstIsUsed(JenkinsRule r) {
        SpotCloud first = added(cloud("same", template()));
        SpotCloud second = added(cloud("same", template()));

        assertThat(first.problems()).isEmpty();
        assertThat(second.problems())
                .singleElement()
                .asString()
                .contains("(name)", "same", "a name of its own");
        assertThat(second.validTemplates()).isEmpty();
        assertThat(second.canProvision(linux())).isFalse();
    }

    @Test
    void aCloudNeedsAName(JenkinsRule r) {
        for (String name : new String[] {null, "", " "}) {
            SpotCloud cloud = cloud(name, template());
            assertThat(cloud.problems()).singleElement().asString().contains("(name) is empty");
            assertThat(cloud.canProvision(linux())).isFalse();
        }
        assertThat(cloud("a/b", template()).problems())
                .singleElement()
                .asString()
                .contains("(name) is \"a/b\"", "letters, digits");
    }

    @Test
    void aTemplateNeedsASourceThatCanBeUsed(JenkinsRule r) {
        SpotCloud without = new SpotCloud("c");
        without.setTemplates(List.of(template()));
        assertThat(without.problems())
                .singleElement()
                .asString()
                .contains("\"small\"", "(sources)", "add one");

        SpotCloud broken = cloud("c", template());
        LocalSource backwards = new LocalSource("backwards");
        backwards.setSpeed(-1);
        backwards.setBootSeconds(-1);
        broken.setSources(List.of(backwards));
        assertThat(String.join("\n", broken.problems()))
                .contains("(speed)", "(bootSeconds)", "None of its sources");
        assertThat(broken.canProvision(linux())).isFalse();
    }

    @Test
    void theLocalSourceIsRefusedUnlessItIsAllowed(JenkinsRule r) {
        SpotCloud cloud = cloud("c", template());
        assertThat(cloud.problems()).isEmpty();

        System.clearProperty(LocalSettings.ALLOWED_PROPERTY);

        assertThat(cloud.problems().get(0))
                .contains("\"local\"", "-D" + LocalSettings.ALLOWED_PROPERTY + "=true");
        assertThat(cloud.validSources()).isEmpty();
        assertThat(cloud.canProvision(linux())).isFalse();
    }

    @Test
    void nullsAreNothing(JenkinsRule r) {
        SpotCloud cloud = new SpotCloud("c");
        cloud.setSources(null);
        cloud.setTemplates(null);
        SpotTemplate template = template();
        template.setMode(null);
        template.setOperatingSystem(null);
        template.setPurchases(null);
        template.setReuse(null);
        template.setSources(null);
        template.setRemoteFs(null);

        assertThat(cloud.problems()).isEmpty();
        assertThat(Clouds.written(cloud("c", template)))
                .isEqualTo(Clouds.written(cloud("c", template())));
    }

    private static void oneShotForTwo(SpotTemplate template) {
        template.setExecutors(2);
        template.setReuse(Reuse.ONE_SHOT);
    }

    private static void assertDisabled(SpotTemplate bad, String field, String remedy) {
        SpotCloud cloud = cloud("c", bad, template());

        assertThat(cloud.problems())
                .singleElement()
                .asString()
                .contains("Template \"" + bad.getName() + "\"", field, remedy);
        assertThat(cloud.validTemplates())
                .extracting(SpotTemplate::getName)
                .containsExactly("small");
        assertThat(cloud.canProvision(new CloudState(Label.get("bad"), 0))).isFalse();
        assertThat(cloud.canProvision(linux())).isTrue();
    }

    private static CloudState linux() {
        return new CloudState(Label.get("linux"), 0);
    }
}
