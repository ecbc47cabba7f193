package io.spotagents.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.provider.Refusal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchGateTest {

    @Test
    void isOpenOnLinuxWithPermission() {
        LinuxProcesses visible = new LinuxProcesses(LinuxProcesses.PROC);

        assertThat(new LaunchGate(() -> true, visible).refusal()).isEmpty();
    }

    @Test
    void isClosedWhereProcessesCannotBeSeen(@TempDir Path empty) {
        LinuxProcesses invisible = new LinuxProcesses(empty);

        assertThat(new LaunchGate(() -> true, invisible).refusal())
                .map(Refusal::message)
                .contains("the local source needs Linux");
    }
}
