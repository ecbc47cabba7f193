package io.spotagents.provider.aws;

import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import io.spotagents.provider.aws.Image.Platform;
import io.spotagents.provider.cloud.Cached;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;

/** The source's images, by what they run on. Safe to use from any thread. */
final class Images {

    /** A new image is published a few times a month; two calls a choice are cheap. */
    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofMinutes(15), Duration.ofDays(1));

    private final AwsClients clients;
    private final List<ImageChoice> choices;
    private final Cached<SortedMap<Platform, Image>> images;

    Images(AwsClients clients, List<ImageChoice> choices, InstantSource time) {
        this.clients = clients;
        this.choices = choices;
        this.images = new Cached<>(time, LIFE, this::read);
    }

    SortedSet<Platform> platforms() throws ProviderException {
        return new TreeSet<>(images.value().keySet());
    }

    /** The image for a machine type; empty if it can run none of them. */
    Optional<Image> forType(MachineType type, OperatingSystem os) throws ProviderException {
        return images.value().values().stream()
                .filter(image -> image.platform().os() == os)
                .filter(image -> type.architectures().contains(image.platform().architecture()))
                .findFirst();
    }

    private SortedMap<Platform, Image> read() throws ProviderException {
        SortedMap<Platform, Image> found = new TreeMap<>();
        for (ImageChoice choice : choices) {
            Image image = find(choice);
            found.putIfAbsent(image.platform(), image);
        }
        return found;
    }

    private Image find(ImageChoice choice) throws ProviderException {
        DescribeImagesRequest request =
                switch (choice.by()) {
                    case ID -> byId(choice.text());
                    case NAME -> byName(choice);
                    case PARAMETER -> byId(parameter(choice.text()));
                };
        return Ec2Refusals.asking(
                        "DescribeImages", () -> clients.ec2().describeImages(request).images())
                .stream()
                .max(
                        Comparator.comparing(
                                        software.amazon.awssdk.services.ec2.model.Image
                                                ::creationDate,
                                        Comparator.nullsFirst(Comparator.naturalOrder()))
                                .thenComparing(
                                        software.amazon.awssdk.services.ec2.model.Image::imageId))
                .map(Images::image)
                .orElseThrow(() -> missing(choice));
    }

    private static DescribeImagesRequest byId(String id) {
        return DescribeImagesRequest.builder().imageIds(id).build();
    }

    private static DescribeImagesRequest byName(ImageChoice choice) {
        return DescribeImagesRequest.builder()
                .owners(choice.owner().orElseThrow())
                .filters(
                        Filter.builder().name("name").values(choice.text()).build(),
                        Filter.builder().name("state").values("available").build())
                .build();
    }

    private String parameter(String name) throws ProviderException {
        return Ec2Refusals.asking(
                "ssm:GetParameter",
                () -> clients.ssm().getParameter(r -> r.name(name)).parameter().value());
    }

    private static Image image(software.amazon.awssdk.services.ec2.model.Image told) {
        boolean isWindows = "windows".equalsIgnoreCase(told.platformAsString());
        OperatingSystem os = isWindows ? OperatingSystem.WINDOWS : OperatingSystem.LINUX;
        return new Image(
                told.imageId(),
                new Platform(os, told.architectureAsString()),
                Optional.ofNullable(told.rootDeviceName()).orElse(""));
    }

    private static ProviderException missing(ImageChoice choice) {
        String message =
                "DescribeImages: there is no image for "
                        + choice.text()
                        + ". Check its name, its"
                        + " owner, and that it is shared with this account in this region";
        return new ProviderException(Refusal.of(Kind.INVALID_REQUEST, Scope.ACCOUNT, message));
    }
}
