package io.jenkins.plugins.spotagents.cloud;

import static io.jenkins.plugins.spotagents.cloud.Clouds.cloud;
import static io.jenkins.plugins.spotagents.cloud.Clouds.oneShotTemplate;
import static io.jenkins.plugins.spotagents.cloud.Clouds.template;
import static io.jenkins.plugins.spotagents.cloud.Clouds.unusualCloud;
import static io.jenkins.plugins.spotagents.cloud.Clouds.unusualTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.model.Node;
import hudson.slaves.Cloud.CloudState;
import io.jenkins.plugins.spotagents.testing.OneJenkins;
import io.spotagents.cost.Budget;
import io.spotagents.fleet.Spending;
import io.spotagents.fleet.Template;
import io.spotagents.fleet.Template.Lifetime;
import io.spotagents.fleet.Template.Reuse;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Size;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import io.spotagents.selection.Egress;
import io.spotagents.selection.Need;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.selection.Regions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jvnet.hudson.test.JenkinsRule;

@ExtendWith({OneJenkins.class, LocalSourceAllowed.class})
class SpotCloudTest {

    @Test
    void servesALabelThatATemplateHas(JenkinsRule r) throws Exception {
        SpotCloud cloud = cloud("c", template(), oneShotTemplate());

        assertThat(cloud.templateFor(Label.get("once")))
                .get()
                .extracting(SpotTemplate::getName)
                .isEqualTo("once");
        assertThat(cloud.canProvision(state("linux || mac"))).isTrue();
        assertThat(cloud.canProvision(state("linux && mac"))).isFalse();
        assertThat(cloud.canProvision(state("!linux"))).isTrue();
    }

    @Test
    void theFirstOfTwoTemplatesWithTheLabelServesIt(JenkinsRule r) {
        SpotCloud cloud = cloud("c", template(), new SpotTemplate("other", "linux"));

        assertThat(cloud.templateFor(Label.get("linux")))
                .get()
                .extracting(SpotTemplate::getName)
                .isEqualTo("small");
    }

    @Test
    void servesWorkWithoutALabelOnlyWhereATemplateSaysSo(JenkinsRule r) {
        SpotTemplate open = new SpotTemplate("open", "any");
        SpotCloud cloud = cloud("c", template(), open);
        CloudState unlabeled = new CloudState(null, 0);
        assertThat(cloud.canProvision(unlabeled)).isFalse();

        open.setMode(Node.Mode.NORMAL);

        assertThat(cloud.canProvision(unlabeled)).isTrue();
        assertThat(cloud.templateFor(null)).containsSame(open);
    }

    @Test
    void promisesNothingForALabelItDoesNotServe(JenkinsRule r) throws Exception {
        assertThat(cloud("c", template()).provision(state("mac"), 5)).isEmpty();
    }

    @Test
    void tellsTheCoreWhatTheTemplateIs(JenkinsRule r) {
        SpotTemplate template = unusualTemplate();
        template.setSources("unusual, other");

        assertThat(
                        template.toTemplate(
                                "c",
                                new TreeSet<>(List.of("c/local", "c/unusual")),
                                new TreeMap<>(Map.of("eu-west-1", 0.02))))
                .isEqualTo(
                        new Template(
                                new TemplateKey("c", "unusual"),
                                new Need(
                                        new Size(2, 3000),
                                        OperatingSystem.WINDOWS,
                                        PurchaseChoice.ON_DEMAND,
                                        new TreeSet<>(List.of("c/unusual")),
                                        new Regions(new TreeSet<>(List.of("eu-*", "here"))),
                                        Egress.of(0.5, Map.of("eu-west-1", 0.02))),
                                3,
                                7,
                                new Lifetime(Duration.ZERO, Reuse.REUSABLE),
                                new Spending(
                                        Optional.of(Usd.of(0.25)),
                                        Optional.of(Usd.of(20)),
                                        Optional.of(
                                                new Budget(
                                                        Usd.of(500.5),
                                                        Budget.Window.MONTH,
                                                        Budget.AtLimit.STOP)))));
    }

    @Test
    void aTemplateThatNamesNoSourceUsesAllOfThem(JenkinsRule r) {
        SpotCloud cloud = unusualCloud("c");
        TreeSet<String> sources =
                cloud.validSources().stream()
                        .map(cloud::qualified)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(template().toTemplate("c", sources, new TreeMap<>()).need().sources())
                .containsExactly(
                        "c/amsterdam",
                        "c/frankfurt",
                        "c/frankfurt-too",
                        "c/local",
                        "c/over-ssh",
                        "c/unusual");
    }

    @Test
    void findsATemplateByItsName(JenkinsRule r) {
        SpotTemplate bad = new SpotTemplate("bad", "");
        SpotCloud cloud = cloud("c", bad, template());

        assertThat(cloud.template("small")).containsSame(cloud.getTemplates().get(1));
        assertThat(cloud.template("bad")).isEmpty();
        assertThat(cloud.template("none")).isEmpty();
    }

    private static CloudState state(String expression) throws Exception {
        return new CloudState(Label.parseExpression(expression), 0);
    }
}
