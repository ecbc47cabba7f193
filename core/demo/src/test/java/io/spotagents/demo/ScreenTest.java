package io.spotagents.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private final StringWriter text = new StringWriter();

    @Test
    void writesLinesOnlyWhereThereIsNoTerminal() {
        show(Screen.Kind.PLAIN);

        assertThat(text.toString()).isEqualTo("1 of 2\nreclaim\n2 of 2\n");
    }

    @Test
    void keepsTheProgressBelowTheNewsInATerminal() {
        show(Screen.Kind.LIVE);

        assertThat(text.toString()).contains("reclaim\n1 of 2").endsWith("2 of 2\n");
    }

    private void show(Screen.Kind kind) {
        Screen screen = new Screen(new PrintWriter(text), kind);
        screen.progress("1 of 2");
        screen.say("reclaim");
        screen.progress("2 of 2");
        screen.finish();
    }
}
