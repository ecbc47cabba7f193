package io.spotagents.provider.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GcpSettingsTest {

    @Test
    void whatIsRefusedNamesTheFieldAndTheRemedy() {
        refused(() -> new GcpSettings.Site("12", "europe-west3"), "project", "my-project");
        refused(() -> new GcpSettings.Site("my-project", "eu-central-1"), "region", "europe-west3");
        refused(() -> ImageChoice.parse("debian-12"), "image", "projects/PROJECT/global/images");
        refused(() -> new GcpSettings.ServiceAccount("builds", List.of()), "service account", "@");
        refused(() -> new GcpSettings.Disk(0, Optional.empty()), "disk size", "between 1");
        refused(() -> new GcpSettings.Disk(1, Optional.of(" ")), "disk type", "leave it out");
        refused(() -> figures(Duration.ofSeconds(29), 1), "longestRun", "30 seconds");
        refused(() -> figures(Duration.ofDays(121), 1), "longestRun", "120 days");
        refused(() -> figures(Duration.ofDays(1), 101), "advisedTypes", "100");
        refused(() -> GcpSettings.Network.of(""), "subnet", "leave it out");
        refused(() -> network("Agents"), "tags", "lower case");
        refused(() -> labels("Team", "ci"), "labels", "lower case");
        refused(() -> labels("spot-agents-intent", "x"), "labels", "spot-agents-");
        refused(() -> metadata("startup-script"), "metadata", "start script");
        refused(
                () ->
                        new GcpSettings(
                                GcpSource.SITE,
                                List.of(),
                                GcpSettings.Network.DEFAULT,
                                GcpSettings.Hardware.of(TypeFilter.ALL),
                                GcpSettings.Ways.with(UserData.NONE)),
                "images",
                "name one");
    }

    @Test
    void projectsOfADomainAreProjects() {
        assertThat(new GcpSettings.Site("example.com:my-project", "us-east1").project())
                .isEqualTo("example.com:my-project");
    }

    @Test
    void anImageIsReadFromItsPathOrUrl() {
        ImageChoice family = ImageChoice.parse("projects/a-project/global/images/family/debian-12");
        ImageChoice image =
                ImageChoice.parse(
                        "https://www.googleapis.com/compute/v1/projects/p/global/images/mine-7");

        assertThat(family).isEqualTo(new ImageChoice("a-project", "debian-12", true));
        assertThat(image).isEqualTo(new ImageChoice("p", "mine-7", false));
        assertThat(family).hasToString("projects/a-project/global/images/family/debian-12");
    }

    @Test
    void aLabelThatSomebodyChangedNamesNoOwner() {
        assertThat(OwnerLabels.owner(Map.of())).isEmpty();
        assertThat(
                        OwnerLabels.owner(
                                Map.of(
                                        OwnerLabels.CONTROLLER,
                                        "00000000-0000-0001-0000-000000000001",
                                        OwnerLabels.INTENT,
                                        "00000000-0000-0001-0000-000000000002",
                                        OwnerLabels.CLOUD,
                                        "cloud",
                                        OwnerLabels.TEMPLATE,
                                        "broken_4")))
                .isEmpty();
    }

    private static void refused(ThrowingCallable making, String... words) {
        assertThatThrownBy(making)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    private static GcpSettings.Figures figures(Duration longestRun, int types) {
        return new GcpSettings.Figures(longestRun, types, 1, Optional.empty());
    }

    private static GcpSettings.Network network(String tag) {
        return new GcpSettings.Network(Optional.empty(), Optional.empty(), false, List.of(tag));
    }

    private static GcpSettings.Ways labels(String key, String value) {
        return new GcpSettings.Ways(
                new TreeMap<>(Map.of(key, value)),
                new TreeMap<>(),
                Optional.empty(),
                UserData.NONE,
                GcpSettings.Figures.USUAL);
    }

    private static GcpSettings.Ways metadata(String key) {
        return new GcpSettings.Ways(
                new TreeMap<>(),
                new TreeMap<>(Map.of(key, "x")),
                Optional.empty(),
                UserData.NONE,
                GcpSettings.Figures.USUAL);
    }
}
