package io.jenkins.plugins.spotagents.cloud;

import static io.jenkins.plugins.spotagents.cloud.Clouds.added;
import static io.jenkins.plugins.spotagents.cloud.Clouds.cloud;
import static io.jenkins.plugins.spotagents.cloud.Clouds.saved;
import static io.jenkins.plugins.spotagents.cloud.Clouds.unusualCloud;
import static io.jenkins.plugins.spotagents.cloud.Clouds.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

class ControllerStartTest {

    private static final String EVERY_MISTAKE =
            """
            jenkins:
              clouds:
                - spotAgents:
                    name: "same"
                    sources:
                      - localSource:
                          name: "backwards"
                          speed: -1
                          bootSeconds: -1
                      - localSource:
                          name: "a/b"
                    templates:
                      - name: "no-label"
                        labels: ""
                      - name: "negative"
                        labels: "linux"
                        executors: -1
                        cpus: -1
                        memoryMib: -1
                        idleSeconds: -1
                        maxInstances: 0
                        sources: "nowhere"
                      - name: ""
                        labels: "linux"
                      - labels: "linux"
                - spotAgents:
                    name: "same"
                - spotAgents:
                    name: ""
                - spotAgents: {}
            """;

    @RegisterExtension final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void startsWithWhatWasSaved() throws Throwable {
        String[] before = new String[1];
        sessions.then(r -> before[0] = written(added(unusualCloud("unusual"))));
        sessions.then(r -> assertThat(written(saved("unusual"))).isEqualTo(before[0]));
    }

    @Test
    void startsWithASavedFileThatLacksSettings() throws Throwable {
        sessions.then(r -> added(cloud("bare", new SpotTemplate("small", "linux"))));
        Path config = sessions.getHome().toPath().resolve("config.xml");
        String xml = Files.readString(config);
        String bare =
                xml.replaceAll("(?s)<labels>linux.*?(</io\\.jenkins[^>]*SpotTemplate>)", "$1")
                        .replaceAll("<sourceName>local</sourceName>", "");
        assertThat(bare).isNotEqualTo(xml);
        Files.writeString(config, bare);

        sessions.then(
                r ->
                        assertThat(String.join("\n", saved("bare").problems()))
                                .contains("(labels) is empty", "(name) is empty"));
    }

    @Test
    void startsWithEveryMistakeInTheConfigurationAsCodeAndNamesThem() throws Throwable {
        Files.writeString(jenkinsYaml(), EVERY_MISTAKE);

        sessions.then(
                r -> {
                    assertThat(r.jenkins.clouds).hasSize(4);
                    assertThat(String.join("\n", saved("same").problems()))
                            .contains("(speed)", "(bootSeconds)", "\"a/b\"", "(labels)")
                            .contains("(executors)", "(cpus)", "(memoryMib)", "(idleSeconds)")
                            .contains("(maxInstances)", "\"nowhere\"", "(name) is empty");
                    for (SpotCloud cloud : r.jenkins.clouds.getAll(SpotCloud.class)) {
                        assertThat(cloud.problems()).isNotEmpty();
                        assertThat(cloud.validTemplates()).isEmpty();
                    }
                });
    }

    @Test
    void textInPlaceOfANumberIsZeroToConfigurationAsCode() throws Throwable {
        Files.writeString(
                jenkinsYaml(), EVERY_MISTAKE.replace("maxInstances: 0", "maxInstances: plenty"));

        sessions.then(
                r ->
                        assertThat(String.join("\n", saved("same").problems()))
                                .contains("(maxInstances) is 0"));
    }

    /** That it stops the start is documented by Configuration as Code, and not ours to change. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    maxInstances: 0      | maxInstance: 3     | maxInstance
                    maxInstances: 0      | purchases: CHEAP   | CHEAP
                    - spotAgents: {}     | - spotAgents: {    | while parsing
                    - spotAgents: {}     | - rainAgents: {}   | rainAgents
                    """)
    void aFileThatConfigurationAsCodeRefusesStopsTheStartUntilItIsCorrected(
            String good, String bad, String said) throws Throwable {
        Files.writeString(jenkinsYaml(), EVERY_MISTAKE.replace(good, bad));

        assertThatThrownBy(() -> sessions.then(r -> {})).hasStackTraceContaining(said);

        Files.writeString(jenkinsYaml(), EVERY_MISTAKE);
        sessions.then(r -> assertThat(r.jenkins.clouds).hasSize(4));
    }

    private Path jenkinsYaml() {
        return sessions.getHome().toPath().resolve("jenkins.yaml");
    }
}
