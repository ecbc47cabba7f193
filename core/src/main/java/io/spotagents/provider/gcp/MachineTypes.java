package io.spotagents.provider.gcp;

import com.google.api.services.compute.Compute;
import com.google.api.services.compute.model.MachineTypeList;
import io.spotagents.model.Size;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached;
import io.spotagents.provider.cloud.TypeFilter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
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
    private final Cached<Read> types;

    MachineTypes(GcpMarket.Scope scope, RegionFacts region, InstantSource time) {
        this.compute = scope.compute();
        this.calls = scope.calls();
        this.project = scope.site().project();
        this.filter = scope.filter();
        this.types = new Cached<>(time, LIFE, () -> read(region));
    }

    /**
     * @param admitted by zone, and there by name
     * @param sizes of all, admitted or not, by name
     */
    private record Read(
            SortedMap<String, SortedMap<String, MachineType>> admitted,
            SortedMap<String, Size> sizes) {}

    /** By zone, and there by name. */
    SortedMap<String, SortedMap<String, MachineType>> byZone() throws ProviderException {
        return types.value().admitted();
    }

    /** Of any type of the region, also of those that the source may not use. */
    Optional<Size> size(String name) throws ProviderException {
        return Optional.ofNullable(types.value().sizes().get(name));
    }

    Optional<MachineType> find(String zone, String name) throws ProviderException {
        return Optional.ofNullable(byZone().get(zone)).map(types -> types.get(name));
    }

    private Read read(RegionFacts region) throws ProviderException {
        Read found = new Read(new TreeMap<>(), new TreeMap<>());
        for (String zone : region.zones()) {
            found.admitted().put(zone, new TreeMap<>());
            String page = null;
            do {
                MachineTypeList told = page(zone, page);
                Urls.orNone(told.getItems()).forEach(one -> add(found, zone, one));
                page = told.getNextPageToken();
            } while (page != null);
        }
        return found;
    }

    private void add(
            Read found, String zone, com.google.api.services.compute.model.MachineType told) {
        MachineType type = type(told);
        found.sizes().put(type.name(), type.size());
        if (isPlain(told) && filter.admits(type.name(), type.size())) {
            Objects.requireNonNull(found.admitted().get(zone)).put(type.name(), type);
        }
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
