package io.spotagents.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.azure.ImageChoice.Architecture;
import io.spotagents.provider.azure.ImageChoice.Preparation;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is refused names the field and the remedy. */
class AzureSettingsTest {

    private static final AzureSettings.Hardware NO_LOGIN =
            new AzureSettings.Hardware(
                    TypeFilter.ALL, new TreeSet<>(), Optional.empty(), Optional.empty());

    @Test
    void namesWhatIsWrong() {
        refused("region", "westeurope", () -> settings("West Europe", List.of(image("x"))));
        refused("images", "name one", () -> settings("westeurope", List.of()));
        refused("image", "publisher:offer:sku:version", () -> choice("ubuntu"));
        refused(
                "subscription",
                "0000",
                () -> new AzureSettings.Home("mine", "g", AzureSource.home().network()));
        refused(
                "resourceGroup",
                "resource group",
                () ->
                        new AzureSettings.Home(
                                FakeRegion.SUBSCRIPTION, "a/b", AzureSource.home().network()));
        refused("subnet", "/subscriptions/", () -> AzureSettings.Network.of("default"));
        refused("disk size", "4095", () -> new AzureSettings.Disk(5000, "Premium_LRS"));
        refused("login publicKey", "ssh-", () -> new AzureSettings.Login("jenkins", " "));
        refused("score requests", "50", () -> new AzureSettings.Scores(51, 1));
        refused(
                "selfDelete",
                "/subscriptions/",
                () -> new AzureSettings.Identities(List.of(), Optional.of("me")));
        refused(
                "tags",
                "spot-agents:",
                () ->
                        new AzureSettings.Ways(
                                new TreeMap<>(Map.of("spot-agents:x", "y")),
                                UserData.NONE,
                                AzureSettings.Identities.NONE,
                                AzureSettings.Scores.NONE));
    }

    @Test
    void aLoginIsNeededUnlessImagesAreSpecialized() {
        refused(
                "login",
                "user",
                () ->
                        new AzureSettings(
                                "westeurope",
                                List.of(image("x")),
                                AzureSource.home(),
                                NO_LOGIN,
                                AzureSettings.Ways.with(UserData.NONE)));

        AzureSettings settings =
                new AzureSettings(
                        "westeurope",
                        List.of(
                                new ImageChoice(
                                        AzureSource.IMAGES + "x",
                                        OperatingSystem.LINUX,
                                        Architecture.X64,
                                        Preparation.SPECIALIZED)),
                        AzureSource.home(),
                        NO_LOGIN,
                        AzureSettings.Ways.with(UserData.NONE));
        assertThat(settings.hardware().login()).isEmpty();
    }

    private static void refused(String field, String remedy, ThrowingCallable made) {
        assertThatThrownBy(made)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(field)
                .hasMessageContaining(remedy);
    }

    private static AzureSettings settings(String region, List<ImageChoice> images) {
        return new AzureSettings(
                region,
                images,
                AzureSource.home(),
                AzureSettings.Hardware.of(TypeFilter.ALL, AzureSource.LOGIN),
                AzureSettings.Ways.with(UserData.NONE));
    }

    private static ImageChoice image(String name) {
        return choice(AzureSource.IMAGES + name);
    }

    private static ImageChoice choice(String name) {
        return ImageChoice.of(name, OperatingSystem.LINUX, Architecture.X64);
    }
}
