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

    @Test
    void runsEveryTestOnceAndLeavesNoInstance() throws Exception {
        List<String> tests =
                Suite.of(
                                List.of(
                                        "org.apache.commons.lang3.BooleanUtilsTest",
                                        "org.apache.commons.lang3.CharUtilsTest",
                                        "org.apache.commons.lang3.RangeTest"))
                        .tests();
        StringWriter text = new StringWriter();
        Screen screen = new Screen(new PrintWriter(text), Screen.Kind.PLAIN);
        DemoRun.Settings settings =
                new DemoRun.Settings(4, 1, Duration.ofMillis(5), Duration.ofSeconds(1), home);

        Summary summary;
        try (DemoRun run =
                new DemoRun(settings, tests, Results.kept(), Clock.systemUTC(), screen)) {
            summary = run.toTheEnd();
        }

        assertThat(tests).hasSizeGreaterThan(100);
        assertThat(summary.everyTestOnce()).isTrue();
        assertThat(summary.results().passed()).isEqualTo(tests.size());
        assertThat(summary.cost().spent().micros()).isPositive();
        assertThat(text.toString()).contains(" of " + tests.size() + " tests");
        assertThat(ProcessHandle.allProcesses().filter(this::isAnInstance)).isEmpty();
    }

    private boolean isAnInstance(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(home.toString()))
                .isPresent();
    }
}
