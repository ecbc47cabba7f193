package io.spotagents.provider.aws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.model.Size;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is refused names its field and its remedy. */
class AwsSettingsTest {

    private static final AwsSettings.Network NETWORK =
            AwsSettings.Network.of(List.of("subnet-1"), List.of());

    @Test
    void aRegionHasTheFormOfOne() {
        refused(() -> settings("Frankfurt", List.of(ImageChoice.id("ami-1"))), "region", "eu-");
    }

    @Test
    void thereIsAnImage() {
        refused(() -> settings("eu-central-1", List.of()), "images", "name one");
        refused(() -> ImageChoice.id("debian"), "image", "ami-");
        refused(
                () -> new ImageChoice(ImageChoice.By.NAME, "debian-*", Optional.empty()),
                "image owner",
                "self");
    }

    @Test
    void thereIsANetwork() {
        refused(() -> AwsSettings.Network.of(List.of(), List.of()), "subnets", "VPC");
        refused(() -> AwsSettings.Network.of(List.of("net"), List.of()), "subnets", "subnet-");
        refused(
                () -> AwsSettings.Network.of(List.of("subnet-1"), List.of("web")),
                "securityGroups",
                "sg-");
    }

    @Test
    void figuresAreWithinWhatEc2Takes() {
        refused(() -> new AwsSettings.Volume(0, "gp3"), "volume size", "65536");
        refused(() -> new AwsSettings.Volume(8, ""), "volume type", "gp3");
        refused(
                () ->
                        new AwsSettings.Hardware(
                                TypeFilter.ALL,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                0),
                "metadataHops",
                "between 1 and 64");
        refused(() -> new AwsSettings.Scores(11, 50), "score configurations", "10");
        refused(() -> TypeFilter.between(new Size(4, 4096), new Size(2, 8192)), "most", "raise it");
    }

    @Test
    void ownTagsDoNotTakeTheOwnersPlace() {
        TreeMap<String, String> tags = new TreeMap<>();
        tags.put("spot-agents:controller", "mine");
        AwsSettings.Ways usual = AwsSettings.Ways.with(UserData.NONE);

        refused(
                () ->
                        new AwsSettings.Ways(
                                usual.method(),
                                usual.allocationStrategy(),
                                tags,
                                UserData.NONE,
                                usual.scores()),
                "tags",
                "spot-agents:");
    }

    private static AwsSettings settings(String region, List<ImageChoice> images) {
        return new AwsSettings(
                region,
                images,
                NETWORK,
                AwsSettings.Hardware.of(TypeFilter.ALL),
                AwsSettings.Ways.with(UserData.NONE));
    }

    private static void refused(ThrowingCallable making, String field, String remedy) {
        assertThatThrownBy(making)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(field)
                .hasMessageContaining(remedy);
    }
}
