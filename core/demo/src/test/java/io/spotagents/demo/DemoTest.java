package io.spotagents.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DemoTest {

    private final StringWriter errors = new StringWriter();

    @Test
    void refusesToBeInJenkinsAndSaysWhatToDo() {
        assertThat(run("--jenkins")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("./demo --jenkins");
    }

    @Test
    void namesAnOptionThatIsOutOfRange() {
        assertThat(run("--instances", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("--instances").contains("from 1 to 200");
    }

    private int run(String... arguments) {
        return new CommandLine(new Demo()).setErr(new PrintWriter(errors, true)).execute(arguments);
    }
}
