package io.spotagents.provider.gcp;

import com.google.api.services.compute.Compute;
import com.google.api.services.compute.model.MachineTypeList;
import io.spotagents.model.Size;
import io.spotagents.provider.ProviderException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The machine types that a source may use, by zone. Left out is what has no price by processors and
 * memory alone: shared processors, accelerators, disks of its own, bare metal. Safe to use from any
 * thread.
 */
final class MachineTypes {

    /** New types come a few times a year; reading them costs some two pages a zone. */
    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofHours(24), Duration.ofDays(7));

    /** The most that the method allows. Source: its page in the API reference. */
    private static final long IN_PAGE = 500;

    private static final String USUAL_ARCHITECTURE = "X86_64";

    private final Compute compute;
    private final GcpCalls calls;
    private final String project;
    private final TypeFilter filter;
    private final Cached<SortedMap<String, SortedMap<String, MachineType>>> byZone;

    MachineTypes(GcpMarket.Scope scope, RegionFacts region, InstantSource time) {
        this.compute = scope.compute();
        this.calls = scope.calls();
        this.project = scope.site().project();
        this.filter = scope.filter();
        this.byZone = new Cached<>(time, LIFE, () -> read(region));
    }

    /** By zone, and there by name. */
    SortedMap<String, SortedMap<String, MachineType>> byZone() throws ProviderException {
        return byZone.value();
    }

    Optional<MachineType> find(String zone, String name) throws ProviderException {
        return Optional.ofNullable(byZone().get(zone)).map(types -> types.get(name));
    }

    private SortedMap<String, SortedMap<String, MachineType>> read(RegionFacts region)
            throws ProviderException {
        SortedMap<String, SortedMap<String, MachineType>> found = new TreeMap<>();
        for (String zone : region.zones()) {
            found.put(zone, read(zone));
        }
        return found;
    }

    private SortedMap<String, MachineType> read(String zone) throws ProviderException {
        SortedMap<String, MachineType> found = new TreeMap<>();
        String page = null;
        do {
            MachineTypeList told = page(zone, page);
            Urls.orNone(told.getItems()).stream()
                    .filter(MachineTypes::isPlain)
                    .map(MachineTypes::type)
                    .filter(type -> filter.admits(type.name(), type.size()))
                    .forEach(type -> found.put(type.name(), type));
            page = told.getNextPageToken();
        } while (page != null);
        return found;
    }

    private MachineTypeList page(String zone, @Nullable String page) throws ProviderException {
        return calls.repeated(
                "machineTypes.list",
                () ->
                        compute.machineTypes()
                                .list(project, zone)
                                .setMaxResults(IN_PAGE)
                                .setPageToken(page));
    }

    private static boolean isPlain(com.google.api.services.compute.model.MachineType told) {
        boolean isShared = Boolean.TRUE.equals(told.getIsSharedCpu());
        boolean hasMore =
                !Urls.orNone(told.getAccelerators()).isEmpty()
                        || told.getBundledLocalSsds() != null;
        return !isShared
                && !hasMore
                && told.getDeprecated() == null
                && !told.getName().endsWith("-metal");
    }

    private static MachineType type(com.google.api.services.compute.model.MachineType told) {
        String architecture = told.getArchitecture();
        return new MachineType(
                told.getName(),
                new Size(told.getGuestCpus(), told.getMemoryMb()),
                architecture == null ? USUAL_ARCHITECTURE : architecture);
    }
}
