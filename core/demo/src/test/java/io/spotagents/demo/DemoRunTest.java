package io.spotagents.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real instances, real workers, some classes of the suite. */
class DemoRunTest {

    @TempDir private Path home;

    /** The cheap pools of this market are reclaimed in its 6th, 11th and 12th second. */
    private static final long SEED = 1_898;

    /** With the pace below, some 12 seconds of work for 4 instances. */
    private static final int TESTS = 240;

    private static final Duration PACE = Duration.ofMillis(200);

    private final StringWriter text = new StringWriter();
    private final Screen screen = new Screen(new PrintWriter(text), Screen.Kind.PLAIN);

    @Test
    void survivesReclaimsAndLeavesNoInstance() throws Exception {
        List<String> tests =
                Suite.of(List.of("org.apache.commons.lang3.ArrayUtilsTest")).tests().stream()
                        .limit(TESTS)
                        .toList();
        DemoRun.Settings settings =
                new DemoRun.Settings(4, SEED, PACE, Duration.ofSeconds(1), home);

        Summary summary;
        try (DemoRun run =
                new DemoRun(settings, tests, Results.kept(), Clock.systemUTC(), screen)) {
            summary = run.toTheEnd();
        }

        assertThat(tests).hasSize(TESTS);
        assertThat(summary.everyTestOnce()).isTrue();
        assertThat(summary.results().passed()).isEqualTo(TESTS);
        assertThat(summary.work().losses().reclaims()).isPositive();
        assertThat(summary.work().repeated()).isPositive();
        assertThat(summary.cost().spent()).isLessThan(summary.cost().onDemand());
        assertThat(text.toString()).contains(" of " + TESTS + " tests");
        assertThat(ProcessHandle.current().descendants().filter(DemoRunTest::isAWorker)).isEmpty();
        assertThat(ProcessHandle.allProcesses().filter(this::isASupervisor)).isEmpty();
    }

    private static boolean isAWorker(ProcessHandle process) {
        return isStartedWith(process, Worker.class.getName());
    }

    private boolean isASupervisor(ProcessHandle process) {
        return isStartedWith(process, home.toString());
    }

    private static boolean isStartedWith(ProcessHandle process, String text) {
        return process.info().commandLine().filter(line -> line.contains(text)).isPresent();
    }
}
