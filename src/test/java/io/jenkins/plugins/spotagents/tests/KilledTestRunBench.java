package io.jenkins.plugins.spotagents.tests;

import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.spotagents.testing.SpotFleet;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * The controller's process is killed at ten random moments of test runs, each run goes on in the
 * next process: see docs/benchmarks.md. Not part of the build; run by {@code mvn test
 * -Dtest=KilledTestRunBench}.
 */
class KilledTestRunBench {

    private static final int KILLS = 10;
    private static final int TESTS = 120;

    /** About as long as a run takes to its last test and its report. */
    private static final int LATEST_MILLIS = 28_000;

    @RegisterExtension
    private final RealJenkinsExtension jenkins =
            new RealJenkinsExtension()
                    .javaOptions("-Dio.spotagents.provider.local.allowed=true")
                    .withTimeout(3_600);

    @Test
    void resultsAreCompleteWheneverTheControllerIsKilled() throws Throwable {
        Random random = new Random(6);
        jenkins.startJenkins();
        jenkins.runRemotely(KilledTestRunBench::addCloud);
        for (int kill = 1; kill <= KILLS; kill++) {
            String job = "job" + kill;
            jenkins.runRemotely(
                    rule -> {
                        KilledRun.begin(rule, job, TESTS);
                    });
            long millis = random.nextInt(LATEST_MILLIS);
            await().pollDelay(Duration.ofMillis(millis))
                    .atMost(Duration.ofMillis(2 * LATEST_MILLIS))
                    .until(() -> true);
            String before = jenkins.runRemotely(rule -> KilledRun.line(rule, job));
            jenkins.stopJenkinsForcibly();
            jenkins.startJenkins();
            jenkins.runRemotely(
                    rule -> {
                        KilledRun.assertComplete(rule, job, TESTS);
                    });
            String after = jenkins.runRemotely(rule -> KilledRun.line(rule, job));
            System.out.printf("| %d | %.1f s | %s | %s |%n", kill, millis / 1000.0, before, after);
        }
        jenkins.runRemotely(KilledTestRunBench::endInstances);
    }

    private static void addCloud(JenkinsRule rule) throws Throwable {
        SpotFleet.add(rule.jenkins);
    }

    private static void endInstances(JenkinsRule rule) {
        SpotFleet.endAll(rule.jenkins);
    }
}
