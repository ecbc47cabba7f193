package io.spotagents.provider.gcp;

import com.google.api.services.compute.Compute;
import com.google.api.services.compute.model.AllocationSpecificSKUReservation;
import com.google.api.services.compute.model.Reservation;
import com.google.api.services.compute.model.ResourceCommitment;
import io.spotagents.commitments.Commitment;
import io.spotagents.commitments.Reach;
import io.spotagents.commitments.Running;
import io.spotagents.commitments.Shape;
import io.spotagents.model.MachineFamily;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Size;
import io.spotagents.provider.PaidFor;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the project has paid for in the region, and what uses it. Commitments are taken to be the
 * project's own; whether they are shared with others, Compute Engine does not tell.
 *
 * <p>Source: "Committed use discounts (CUDs) for Compute Engine" and "Reservations of Compute
 * Engine zonal resources", Compute Engine documentation.
 */
final class Commitments {

    private static final Cached.Life BOUGHT_LIFE =
            new Cached.Life(Duration.ofMinutes(15), Duration.ofDays(1));

    private static final long IN_PAGE = 500;
    private static final int MILLI = 1_000;

    /** Types of commitments name the family last; two are older than that. */
    private static final Pattern TYPE =
            Pattern.compile("(?:GENERAL_PURPOSE|COMPUTE_OPTIMIZED)_([A-Z]\\d+[A-Z]*)");

    private static final Pattern CUSTOM =
            Pattern.compile("(?:\\w+-)?custom-(\\d+)-(\\d+)(?:-ext)?");

    private final Compute compute;
    private final GcpCalls calls;
    private final GcpSettings.Site site;
    private final RegionFacts region;
    private final InstantSource time;
    private final Reach reach;
    private final Cached<List<Commitment>> bought;

    Commitments(
            Compute compute,
            GcpCalls calls,
            GcpSettings.Site site,
            RegionFacts region,
            InstantSource time) {
        this.compute = compute;
        this.calls = calls;
        this.site = site;
        this.region = region;
        this.time = time;
        this.reach = new Reach(GcpProvider.NAME, Optional.of(site.project()));
        this.bought = new Cached<>(time, BOUGHT_LIFE, this::readBought);
    }

    /** Empty if there is nothing: then what runs is not read either. */
    Optional<PaidFor> paidFor(GcpMarket market) throws ProviderException {
        List<Commitment> all = new ArrayList<>(bought.value());
        for (String zone : region.zones()) {
            all.addAll(reserved(zone, market.types()));
        }
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Instant now = time.instant();
        return Optional.of(new PaidFor(all, running(market.types()), market.shapes(), now));
    }

    static Shape shape(Place place, String machineType, OperatingSystem os, Size size) {
        Shape.Family family =
                new Shape.Family(MachineFamily.of(machineType), (long) size.cpus() * MILLI);
        return new Shape(place, machineType, os, size, family);
    }

    private List<Commitment> readBought() throws ProviderException {
        List<Commitment> found = new ArrayList<>();
        String page = null;
        do {
            String token = page;
            var told =
                    calls.repeated(
                            "regionCommitments.list",
                            () ->
                                    compute.regionCommitments()
                                            .list(site.project(), site.region())
                                            .setMaxResults(IN_PAGE)
                                            .setPageToken(token));
            for (var one : Urls.orNone(told.getItems())) {
                Optional<String> family = family(one.getType());
                if ("ACTIVE".equals(one.getStatus()) && family.isPresent()) {
                    found.add(committedUse(one, family.get()));
                }
            }
            page = told.getNextPageToken();
        } while (page != null);
        return found;
    }

    private Commitment committedUse(
            com.google.api.services.compute.model.Commitment told, String family) {
        long cpus = 0;
        long memoryMib = 0;
        for (ResourceCommitment one : Urls.orNone(told.getResources())) {
            long amount = one.getAmount() == null ? 0 : one.getAmount();
            cpus += "VCPU".equals(one.getType()) ? amount : 0;
            memoryMib += "MEMORY".equals(one.getType()) ? amount : 0;
        }
        return new Commitment.CommittedUse(
                "commitment/" + told.getId(),
                reach,
                site.region(),
                family,
                new Commitment.CommittedUse.Resources(cpus, memoryMib));
    }

    private static Optional<String> family(String type) {
        Matcher matcher = TYPE.matcher(String.valueOf(type));
        if (matcher.matches()) {
            return Optional.of(matcher.group(1).toLowerCase(Locale.ROOT));
        }
        return switch (String.valueOf(type)) {
            case "GENERAL_PURPOSE" -> Optional.of("n1");
            case "COMPUTE_OPTIMIZED" -> Optional.of("c2");
            default -> Optional.empty();
        };
    }

    /** Those that any instance of their kind may use; others have to be named at the launch. */
    private List<Commitment> reserved(String zone, MachineTypes types) throws ProviderException {
        List<Commitment> found = new ArrayList<>();
        String page = null;
        do {
            String token = page;
            var told =
                    calls.repeated(
                            "reservations.list",
                            () ->
                                    compute.reservations()
                                            .list(site.project(), zone)
                                            .setMaxResults(IN_PAGE)
                                            .setPageToken(token));
            for (Reservation one : Urls.orNone(told.getItems())) {
                reservedCapacity(zone, one, types).ifPresent(found::add);
            }
            page = told.getNextPageToken();
        } while (page != null);
        return found;
    }

    private Optional<Commitment> reservedCapacity(String zone, Reservation told, MachineTypes types)
            throws ProviderException {
        AllocationSpecificSKUReservation places = told.getSpecificReservation();
        boolean isForAll =
                "READY".equals(told.getStatus())
                        && !Boolean.TRUE.equals(told.getSpecificReservationRequired());
        if (!isForAll || places == null || places.getInstanceProperties() == null) {
            return Optional.empty();
        }
        String name = Urls.last(places.getInstanceProperties().getMachineType());
        Optional<Size> size = size(name, types);
        int total = places.getCount() == null ? 0 : Math.toIntExact(places.getCount());
        int used = places.getInUseCount() == null ? 0 : Math.toIntExact(places.getInUseCount());
        if (size.isEmpty() || total < 1) {
            return Optional.empty();
        }
        Shape shape = shape(GcpMarket.place(site, zone), name, OperatingSystem.LINUX, size.get());
        return Optional.of(
                new Commitment.ReservedCapacity(
                        "reservation/" + told.getId(), shape, total, Math.min(used, total)));
    }

    /** All of the region, whoever started it; spot instances use no commitments. */
    private List<Running> running(MachineTypes types) throws ProviderException {
        SortedMap<Shape, Integer> counts = new TreeMap<>();
        for (String zone : region.zones()) {
            String page = null;
            do {
                String token = page;
                var told =
                        calls.repeated(
                                "instances.list",
                                () ->
                                        compute.instances()
                                                .list(site.project(), zone)
                                                .setMaxResults(IN_PAGE)
                                                .setPageToken(token));
                for (var one : Urls.orNone(told.getItems())) {
                    Optional<Shape> shape = running(zone, one, types);
                    shape.ifPresent(it -> counts.merge(it, 1, Integer::sum));
                }
                page = told.getNextPageToken();
            } while (page != null);
        }
        return counts.entrySet().stream()
                .map(one -> new Running(one.getKey(), one.getValue()))
                .toList();
    }

    private Optional<Shape> running(
            String zone, com.google.api.services.compute.model.Instance told, MachineTypes types)
            throws ProviderException {
        boolean isSpot =
                told.getScheduling() != null
                        && ("SPOT".equals(told.getScheduling().getProvisioningModel())
                                || Boolean.TRUE.equals(told.getScheduling().getPreemptible()));
        boolean runs =
                switch (String.valueOf(told.getStatus())) {
                    case "PROVISIONING", "STAGING", "RUNNING", "REPAIRING", "STOPPING" -> true;
                    default -> false;
                };
        String name = Urls.last(told.getMachineType());
        OperatingSystem os =
                told.getLabels() == null ? OperatingSystem.LINUX : OwnerLabels.os(told.getLabels());
        return isSpot || !runs
                ? Optional.empty()
                : size(name, types).map(size -> shape(GcpMarket.place(site, zone), name, os, size));
    }

    private static Optional<Size> size(String name, MachineTypes types) throws ProviderException {
        Matcher custom = CUSTOM.matcher(name);
        return custom.matches()
                ? Optional.of(
                        new Size(
                                Integer.parseInt(custom.group(1)),
                                Integer.parseInt(custom.group(2))))
                : types.size(name);
    }
}
