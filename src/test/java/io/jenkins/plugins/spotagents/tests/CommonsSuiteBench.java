package io.jenkins.plugins.spotagents.tests;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.tasks.junit.CaseResult;
import hudson.tasks.junit.TestResultAction;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import io.spotagents.selection.PurchaseChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarFile;
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

/**
 * The published test suites of two libraries, on instances that are reclaimed again and again: the
 * figures of docs/benchmarks.md. Needs Maven Central or what it gave before. Not part of the build;
 * run by {@code mvn test -Dtest=CommonsSuiteBench}.
 */
@WithJenkins
class CommonsSuiteBench {

    private static final List<String> LIBRARIES =
            List.of("commons-collections4/4.4", "commons-math3/3.6.1");

    /** Packages of Math that take most of the time: the rest shows the same sooner. */
    private static final String SLOW =
            "(?!.*/math3/(random|optim|optimization|analysis|ode|geometry|stat)/)";

    private static final int AGENTS = 3;
    private static final Duration BETWEEN_RECLAIMS = Duration.ofSeconds(20);

    /** Then they cease: two processors bring little to an end between two of them. */
    private static final int RECLAIMS = 12;

    private static final Duration LEAD = Duration.ofSeconds(5);
    private static final String REPORTS = "target/surefire-reports/TEST-*.xml";

    private final AtomicInteger reclaims = new AtomicInteger();
    private JenkinsRule jenkins;
    @TempDir private Path folder;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        rule.timeout = 0;
        SpotTemplate template = SpotFleet.template();
        template.setPurchases(PurchaseChoice.SPOT); // or it soon has nothing to be reclaimed
        SpotFleet.add(rule.jenkins, template);
        Files.writeString(folder.resolve("pom.xml"), pom());
    }

    @AfterEach
    void endInstances() {
        SpotFleet.endAll(jenkins.jenkins);
    }

    @Test
    void aReclaimedRunHasTheResultsOfAPlainOne() throws Exception {
        String copyPom = "cp '" + folder.resolve("pom.xml") + "' .";
        Instant asked = Instant.now();
        // All classes by name in both runs, as Surefire's usual patterns leave some out.
        Files.write(folder.resolve("tests.txt"), classes());
        WorkflowRun plain =
                run(
                        "node('spotty') { sh '''%s\n%s''' \n junit '%s' }"
                                .formatted(
                                        copyPom.replace("'", "\""),
                                        maven(folder.resolve("tests.txt").toString()),
                                        REPORTS));
        Duration plainTook = Duration.between(asked, Instant.now());

        ScheduledExecutorService market = Executors.newSingleThreadScheduledExecutor();
        market.scheduleAtFixedRate(
                this::reclaimOne,
                2 * BETWEEN_RECLAIMS.toSeconds(),
                BETWEEN_RECLAIMS.toSeconds(),
                TimeUnit.SECONDS);
        asked = Instant.now();
        WorkflowRun reclaimed =
                run(
                        "node('spotty') { sh \"cp '%s' .\" \n spotTests label: 'spotty', agents: %d, testsFile: 'tests.txt', reclaims: 100, prepare: '''%s''', command: '''%s''', reports: '%s' }"
                                .formatted(
                                        folder.resolve("tests.txt"),
                                        AGENTS,
                                        copyPom.replace("'", "\""),
                                        maven("$SPOT_TESTS_FILE"),
                                        REPORTS));
        Duration took = Duration.between(asked, Instant.now());
        market.shutdownNow();

        List<String> results = results(plain);
        System.out.printf(
                Locale.ROOT,
                "| %d classes, %d tests | plain: %d s | %d agents: %d s | %s |%n",
                classes().size(),
                results.size(),
                plainTook.toSeconds(),
                AGENTS,
                took.toSeconds(),
                reclaimed.getAction(SpotTestsAction.class).getLines().get(0));
        assertThat(results).hasSizeGreaterThan(10_000);
        assertThat(results(reclaimed)).containsExactlyElementsOf(results);
        assertThat(reclaims.get()).isGreaterThanOrEqualTo(10);
    }

    /** Without abstract ones: what has no result is given up by the step, and nothing to Maven. */
    private static List<String> classes() throws IOException {
        Path repository =
                Path.of(System.getProperty("user.home"), ".m2/repository/org/apache/commons");
        List<String> classes = new ArrayList<>();
        for (String library : LIBRARIES) {
            String name = library.replace('/', '-') + "-tests.jar";
            try (JarFile jar = new JarFile(repository.resolve(library).resolve(name).toFile())) {
                jar.stream()
                        .map(entry -> entry.getName())
                        .filter(
                                entry ->
                                        entry.matches(
                                                SLOW + "[^$]*/(?![^/]*Abstract)[^/$]*Test\\.class"))
                        .map(entry -> entry.replace(".class", "").replace('/', '.'))
                        .forEach(classes::add);
            }
        }
        return classes;
    }

    private static String maven(String list) {
        return "mvn -B -ntp surefire:test -Dtest=$(paste -sd, \"" + list + "\")";
    }

    private WorkflowRun run(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun build = jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
        return jenkins.assertBuildStatus(Result.UNSTABLE, build);
    }

    private void reclaimOne() {
        if (reclaims.get() == RECLAIMS) {
            return;
        }
        SpotFleet.computers(jenkins.jenkins).stream()
                .filter(agent -> agent.isOnline() && agent.isAcceptingTasks())
                .filter(agent -> agent.purchase().isReclaimed())
                .filter(CommonsSuiteBench::runsTests)
                .findAny()
                .ifPresent(this::reclaim);
    }

    private static boolean runsTests(SpotComputer agent) {
        return agent.getExecutors().stream()
                .anyMatch(executor -> executor.getCurrentExecutable() instanceof AgentWork);
    }

    private void reclaim(SpotComputer agent) {
        boolean isAnnounced = reclaims.incrementAndGet() % 2 == 0;
        try {
            SpotFleet.reclaim(agent, isAnnounced ? LEAD : Duration.ZERO);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sorted; what differs from run to run in names of tests is left out. */
    private static List<String> results(WorkflowRun build) {
        TestResultAction action = build.getAction(TestResultAction.class);
        return Stream.of(action.getPassedTests(), action.getFailedTests(), action.getSkippedTests())
                .flatMap(some -> some.stream())
                .map(one -> one.getClassName() + "." + one.getName() + " " + outcome(one))
                .map(line -> line.replaceAll("@[0-9a-f]+", "@"))
                .sorted()
                .toList();
    }

    private static String outcome(CaseResult one) {
        if (one.isSkipped()) {
            return "skipped";
        }
        return one.isPassed() ? "passed" : "failed";
    }

    private static String pom() {
        return """
               <project>
                 <modelVersion>4.0.0</modelVersion>
                 <groupId>suite</groupId>
                 <artifactId>suite</artifactId>
                 <version>1</version>
                 <properties>
                   <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                 </properties>
                 <dependencies>
                   %s%s%s%s%s%s%s
                 </dependencies>
                 <build>
                   <plugins>
                     <plugin>
                       <artifactId>maven-surefire-plugin</artifactId>
                       <version>3.5.4</version>
                       <configuration>
                         <dependenciesToScan>
                           <dependency>org.apache.commons:*:*:tests</dependency>
                         </dependenciesToScan>
                         <testFailureIgnore>true</testFailureIgnore>
                       </configuration>
                     </plugin>
                   </plugins>
                 </build>
               </project>
               """
                .formatted(
                        dependency("org.apache.commons", "commons-collections4", "4.4", ""),
                        dependency("org.apache.commons", "commons-collections4", "4.4", "tests"),
                        dependency("org.apache.commons", "commons-math3", "3.6.1", ""),
                        dependency("org.apache.commons", "commons-math3", "3.6.1", "tests"),
                        dependency("junit", "junit", "4.13.2", ""),
                        dependency("org.junit.vintage", "junit-vintage-engine", "5.14.4", ""),
                        dependency("org.easymock", "easymock", "4.0.2", ""));
    }

    private static String dependency(String group, String artifact, String version, String kind) {
        return """
               <dependency>
                 <groupId>%s</groupId>
                 <artifactId>%s</artifactId>
                 <version>%s</version>
                 %s
               </dependency>
               """
                .formatted(
                        group,
                        artifact,
                        version,
                        kind.isEmpty() ? "" : "<classifier>" + kind + "</classifier>");
    }
}
