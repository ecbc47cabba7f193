package io.spotagents.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckedInReportTest {

    @TempDir private Path folder;

    @Test
    void theSameReportPasses() throws IOException {
        Path file = Files.writeString(folder.resolve("report.txt"), "a line\n");

        assertThatCode(() -> CheckedInReport.compare(file, "a line\n")).doesNotThrowAnyException();
    }

    @Test
    void saysWhatDiffersAndHowToRewriteIt() throws IOException {
        Path file = Files.writeString(folder.resolve("report.txt"), "same\nold\n");

        assertThatThrownBy(() -> CheckedInReport.compare(file, "same\nnew\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("- old\n+ new")
                .hasMessageContaining("-Dreports=write");
    }

    @Test
    void aReportThatIsNotCheckedInYetDiffers() {
        Path file = folder.resolve("missing.txt");

        assertThatThrownBy(() -> CheckedInReport.compare(file, "a line\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("+ a line");
    }
}
