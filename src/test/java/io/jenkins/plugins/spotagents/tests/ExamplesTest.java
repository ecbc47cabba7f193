package io.jenkins.plugins.spotagents.tests;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.tasks.junit.CaseResult;
import hudson.tasks.junit.TestResultAction;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The Jenkinsfiles of docs/examples whose tools are on every machine that builds this plugin. */
@WithJenkins
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("docs", "examples");

    /** What the examples check out; of each tool's tests one fails. Versions are those of core. */
    private static final Map<String, String> PROJECT =
            Map.of(
                    "pom.xml",
                    """
                    <project>
                      <modelVersion>4.0.0</modelVersion>
                      <groupId>app</groupId>
                      <artifactId>app</artifactId>
                      <version>1</version>
                      <properties>
                        <maven.compiler.release>17</maven.compiler.release>
                        <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                      </properties>
                      <dependencies>
                        <dependency>
                          <groupId>org.junit.jupiter</groupId>
                          <artifactId>junit-jupiter</artifactId>
                          <version>5.14.4</version>
                        </dependency>
                      </dependencies>
                      <build>
                        <plugins>
                          <plugin>
                            <artifactId>maven-resources-plugin</artifactId>
                            <version>3.3.1</version>
                          </plugin>
                          <plugin>
                            <artifactId>maven-compiler-plugin</artifactId>
                            <version>3.15.0</version>
                          </plugin>
                          <plugin>
                            <artifactId>maven-surefire-plugin</artifactId>
                            <version>3.5.4</version>
                          </plugin>
                        </plugins>
                      </build>
                    </project>
                    """,
                    "src/test/java/app/OneTest.java",
                    "package app; class OneTest { @org.junit.jupiter.api.Test void passes() {} }",
                    "src/test/java/app/TwoTest.java",
                    "package app; class TwoTest { @org.junit.jupiter.api.Test void passes() {}"
                            + " @org.junit.jupiter.api.Test void fails() { throw new Error(); } }",
                    "tests/test_one.py",
                    "def test_passes():\n    pass\n",
                    "tests/test_two.py",
                    "class TestTwo:\n    def test_fails(self):\n        assert False\n",
                    "check",
                    "#!/bin/sh\ncat\ntest \"$1\" = fast\n");

    private JenkinsRule jenkins;
    @TempDir private Path repository;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SpotTemplate template = new SpotTemplate("small", "linux");
        template.setMaxInstances(6);
        SpotFleet.add(rule.jenkins, template);
        for (Map.Entry<String, String> file : PROJECT.entrySet()) {
            Path path = repository.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        assertThat(repository.resolve("check").toFile().setExecutable(true)).isTrue();
        git("init", "-q");
        git("add", ".");
        git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "all");
    }

    @AfterEach
    void endInstances() {
        SpotFleet.endAll(jenkins.jenkins);
    }

    @Test
    void examplesRunAsTheyStandInTheDocumentation() throws Exception {
        WorkflowRun command = start("command");
        WorkflowRun pytest = start("pytest");
        WorkflowRun maven = start("maven");

        assertThat(cases(command)).containsExactlyInAnyOrder("fast.fast", "slow.slow FAILED");
        assertThat(cases(pytest))
                .containsExactlyInAnyOrder(
                        "tests.test_one.test_passes", "tests.test_two.TestTwo.test_fails FAILED");
        assertThat(cases(maven))
                .containsExactlyInAnyOrder(
                        "app.OneTest.passes", "app.TwoTest.passes", "app.TwoTest.fails FAILED");
    }

    private WorkflowRun start(String example) throws Exception {
        String url = repository.toUri().toString();
        String script =
                Files.readString(EXAMPLES.resolve(example + ".Jenkinsfile"))
                        .replace("https://git.example.com/app", url)
                        .replace("checkout scm", "sh 'git clone --depth 1 " + url + " .'");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, example);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private List<String> cases(WorkflowRun build) throws Exception {
        jenkins.assertBuildStatus(Result.UNSTABLE, jenkins.waitForCompletion(build));
        TestResultAction action = build.getAction(TestResultAction.class);
        List<CaseResult> all = new ArrayList<>(action.getPassedTests());
        all.addAll(action.getFailedTests());
        return all.stream()
                .map(
                        one ->
                                one.getClassName()
                                        + "."
                                        + one.getName()
                                        + (one.isFailed() ? " FAILED" : ""))
                .toList();
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> line = Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        Process process =
                new ProcessBuilder(line).directory(repository.toFile()).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }
}
