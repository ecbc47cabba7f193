package io.spotagents.provider.gcp;

import com.google.api.services.compute.Compute;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached;
import io.spotagents.provider.gcp.Image.Platform;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The source's images, by what they run on. Safe to use from any thread. */
final class Images {

    /** A new image is published a few times a month; a call for each choice is cheap. */
    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofMinutes(15), Duration.ofDays(1));

    private static final String USUAL_ARCHITECTURE = "X86_64";

    private final Compute compute;
    private final GcpCalls calls;
    private final List<ImageChoice> choices;
    private final Cached<SortedMap<Platform, Image>> images;

    Images(Compute compute, GcpCalls calls, List<ImageChoice> choices, InstantSource time) {
        this.compute = compute;
        this.calls = calls;
        this.choices = choices;
        this.images = new Cached<>(time, LIFE, this::read);
    }

    SortedSet<Platform> platforms() throws ProviderException {
        return new TreeSet<>(images.value().keySet());
    }

    /** The image for a machine type; empty if it can run none of them. */
    Optional<Image> forType(MachineType type, OperatingSystem os) throws ProviderException {
        return Optional.ofNullable(images.value().get(new Platform(os, type.architecture())));
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
        var told =
                choice.isFamily()
                        ? calls.repeated(
                                "images.getFromFamily",
                                () ->
                                        compute.images()
                                                .getFromFamily(choice.project(), choice.name()))
                        : calls.repeated(
                                "images.get",
                                () -> compute.images().get(choice.project(), choice.name()));
        boolean isWindows =
                Urls.orNone(told.getGuestOsFeatures()).stream()
                        .anyMatch(feature -> "WINDOWS".equals(feature.getType()));
        String architecture = told.getArchitecture();
        return new Image(
                "projects/" + choice.project() + "/global/images/" + told.getName(),
                new Platform(
                        isWindows ? OperatingSystem.WINDOWS : OperatingSystem.LINUX,
                        architecture == null ? USUAL_ARCHITECTURE : architecture));
    }
}
