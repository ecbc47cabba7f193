package io.spotagents.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.boot.BootSettings.Launch;
import io.spotagents.boot.BootSettings.Steps;
import io.spotagents.model.OperatingSystem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BootScriptTest {

    private static final UUID CONTROLLER = new UUID(1, 2);
    private static final Launch LAUNCH = Launch.within(Duration.ofMinutes(10));
    private static final URI URL = URI.create("https://jenkins.example.com/ci");

    @ParameterizedTest
    @EnumSource
    void isTheSameForTheSameSettings(OperatingSystem os) {
        assertThat(BootScript.of(os, with(Steps.USUAL))).isEqualTo(script(os, Steps.USUAL));
    }

    @ParameterizedTest
    @EnumSource
    void holdsNothingSecretWhereInstancesShowADocument(OperatingSystem os) {
        assertThat(script(os, Steps.USUAL)).containsPattern("(?m)^\\$?secret ?= ?''$");
    }

    @ParameterizedTest
    @EnumSource
    void leavesRoomForAStartScript(OperatingSystem os) {
        assertThat(script(os, Steps.USUAL).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(BootCloud.AWS.maxBytes() / 2);
    }

    @Test
    void startsInTheWayOfTheSystem() {
        assertThat(script(OperatingSystem.LINUX, Steps.USUAL)).startsWith("#!/bin/sh\n");
        assertThat(script(OperatingSystem.WINDOWS, Steps.USUAL))
                .startsWith("<powershell>\n")
                .contains("\n</powershell>\n");
    }

    @Test
    void quotesWhatIsSet() {
        Steps steps = new Steps("", "ci", "/opt/jdk/bin/java", "-Xmx1g -Dit='s'");

        assertThat(script(OperatingSystem.LINUX, steps))
                .contains(
                        "\ncontroller_url='https://jenkins.example.com/ci/'\n",
                        "\ncontroller='" + CONTROLLER + "'\n",
                        "\nboot_seconds='600'\n",
                        "\nuser='ci'\n",
                        "\njava='/opt/jdk/bin/java'\n",
                        "\njvm_options='-Xmx1g -Dit='\\''s'\\'''\n");
        assertThat(script(OperatingSystem.WINDOWS, steps))
                .contains(
                        "\n$controllerUrl = 'https://jenkins.example.com/ci/'\n",
                        "\n$bootSeconds = 600\n",
                        "\n$jvmOptions = '-Xmx1g -Dit=''s'''\n");
    }

    @Test
    void keepsAStartScriptApart() {
        String start = "echo 'done'\r\nEND-OF-START-SCRIPT\n";
        Steps steps = new Steps(start, "", "java", "");

        assertThat(script(OperatingSystem.LINUX, steps))
                .contains(
                        "<< 'END-OF-START-SCRIPT-'\n"
                                + "echo 'done'\nEND-OF-START-SCRIPT\n"
                                + "END-OF-START-SCRIPT-\n");
        assertThat(script(OperatingSystem.WINDOWS, steps))
                .contains(
                        Base64.getEncoder()
                                .encodeToString(
                                        start.replace("\r", "").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void carriesTheSecretOfALaunch() {
        UUID intent = new UUID(3, 4);
        BootSettings settings = with(BootCloud.AWS, Steps.USUAL, LAUNCH.of(intent).with("s3cret"));

        assertThat(BootScript.of(OperatingSystem.LINUX, settings))
                .contains("\nintent='" + intent + "'\n", "\nsecret='s3cret'\n");
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @EnumSource
    void asksTheCloudThatItIsOnForAProof(BootCloud cloud) {
        for (OperatingSystem os : OperatingSystem.values()) {
            String script = BootScript.of(os, with(cloud, Steps.USUAL, LAUNCH));

            assertThat(script)
                    .containsPattern("(?m)^\\$?provider ?= ?'" + cloud.provider() + "'$")
                    .contains("SPOT_AGENTS_" + cloud.name() + "_METADATA")
                    .doesNotContain("#cloud#");
        }
    }

    @Test
    void carriesWhatTheCloudsOwnPartNeeds() {
        SortedMap<String, String> more = new TreeMap<>(Map.of("longest_run", "86400"));
        BootSettings settings = with(BootCloud.GCP, Steps.USUAL, LAUNCH.with(more));

        assertThat(BootScript.of(OperatingSystem.LINUX, settings)).contains("longest_run='86400'");
        assertThat(BootScript.of(OperatingSystem.WINDOWS, settings))
                .startsWith("# Makes this instance")
                .contains("$longestRun = '86400'");
    }

    @Test
    void saysWhatToDoAboutAStartScriptThatIsTooLong() {
        Steps steps = new Steps("x".repeat(BootCloud.AWS.maxBytes()), "", "java", "");

        assertThatThrownBy(() -> script(OperatingSystem.LINUX, steps))
                .hasMessageContainingAll("startScript is too long by", "into the image");
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new Steps("", "a b", "java", "")).hasMessageContaining("user");
        assertThatThrownBy(() -> new Steps("", "", "ja\"va", "")).hasMessageContaining("java");
        assertThatThrownBy(() -> new Steps("", "", "java", "-Da\n-Db"))
                .hasMessageContaining("jvmOptions");
        assertThatThrownBy(() -> Launch.within(Duration.ZERO)).hasMessageContaining("bootDeadline");
        assertThatThrownBy(
                        () ->
                                new BootSettings(
                                        BootCloud.AWS,
                                        URI.create("ftp://example.com"),
                                        CONTROLLER,
                                        LAUNCH,
                                        Steps.USUAL))
                .hasMessageContaining("controllerUrl must be like https://");
    }

    private static String script(OperatingSystem os, Steps steps) {
        return BootScript.of(os, with(steps));
    }

    private static BootSettings with(Steps steps) {
        return with(BootCloud.AWS, steps, LAUNCH);
    }

    private static BootSettings with(BootCloud cloud, Steps steps, Launch launch) {
        return new BootSettings(cloud, URL, CONTROLLER, launch, steps);
    }
}
