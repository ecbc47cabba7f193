package io.spotagents.provider.aws;

import io.spotagents.commitments.AwsUnits;
import io.spotagents.commitments.Commitment;
import io.spotagents.commitments.Reach;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.cloud.Cached;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CapacityReservation;
import software.amazon.awssdk.services.ec2.model.CapacityReservationTenancy;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceMatchCriteria;
import software.amazon.awssdk.services.ec2.model.ReservedInstances;
import software.amazon.awssdk.services.ec2.model.Scope;
import software.amazon.awssdk.services.ec2.model.Tenancy;

/**
 * Reserved instances and capacity reservations of the account and region. Safe to use from any
 * thread.
 */
final class Reservations {

    private static final Cached.Life RARELY =
            new Cached.Life(Duration.ofHours(1), Duration.ofDays(1), Duration.ofMinutes(15));

    /** How many places are taken changes with each instance. */
    private static final Cached.Life OFTEN =
            new Cached.Life(Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMinutes(15));

    private static final int IN_PAGE = 1000;

    /**
     * Bought by the size. Source: "How Reserved Instance discounts are applied", EC2 User Guide.
     */
    private static final Pattern NOT_FLEXIBLE = Pattern.compile("(?:gr?|inf|p5|hpc|u|trn|dl)\\d.*");

    private final Helpful<List<ReservedInstances>> reserved;
    private final Helpful<List<CapacityReservation>> places;

    Reservations(Ec2Client ec2, InstantSource time) {
        Filter active = Filter.builder().name("state").values("active").build();
        this.reserved =
                new Helpful<>(
                        "reserved instances are not used on purpose",
                        new Cached<>(
                                time,
                                RARELY,
                                () ->
                                        Ec2Refusals.asking(
                                                "DescribeReservedInstances",
                                                () ->
                                                        ec2.describeReservedInstances(
                                                                        r -> r.filters(active))
                                                                .reservedInstances())));
        this.places =
                new Helpful<>(
                        "capacity reservations are not used on purpose",
                        new Cached<>(
                                time,
                                OFTEN,
                                () ->
                                        Ec2Refusals.asking(
                                                "DescribeCapacityReservations",
                                                () ->
                                                        ec2
                                                                .describeCapacityReservationsPaginator(
                                                                        r ->
                                                                                r.filters(active)
                                                                                        .maxResults(
                                                                                                IN_PAGE))
                                                                .capacityReservations()
                                                                .stream()
                                                                .toList())));
    }

    /** Why some are not known, for people; empty while all are. */
    Stream<String> troubles() {
        return Stream.of(reserved.trouble(), places.trouble()).flatMap(Optional::stream);
    }

    /** Reserved instances of shared hardware, for Linux and Windows without other licenses. */
    List<Commitment> reservedInstances(Reach reach, String region) {
        List<Commitment> found = new ArrayList<>();
        reserved.get()
                .ifPresent(
                        read ->
                                read.value().stream()
                                        .filter(Reservations::isShared)
                                        .flatMap(one -> commitment(one, reach, region).stream())
                                        .forEach(found::add));
        return found;
    }

    private static boolean isShared(ReservedInstances told) {
        return told.instanceTenancy() == null || told.instanceTenancy() == Tenancy.DEFAULT;
    }

    private static Optional<Commitment> commitment(
            ReservedInstances told, Reach reach, String region) {
        String id = told.reservedInstancesId();
        String type = told.instanceTypeAsString();
        int count = told.instanceCount();
        Optional<OperatingSystem> os =
                AccountUse.platform(told.productDescriptionAsString()).filter(any -> count > 0);
        if (os.isEmpty()) {
            return Optional.empty();
        }
        boolean isRegional = told.scope() == Scope.REGION;
        OptionalLong units = AwsUnits.milliUnits(type);
        String family = AwsUnits.family(type);
        boolean isFlexible =
                isRegional
                        && os.get() == OperatingSystem.LINUX
                        && units.isPresent()
                        && !NOT_FLEXIBLE.matcher(family).matches();
        if (isFlexible) {
            return Optional.of(
                    new Commitment.SizeFlexible(
                            id,
                            reach,
                            region,
                            new Commitment.SizeFlexible.Kind(family, os.get()),
                            units.getAsLong() * count));
        }
        Optional<String> zone =
                isRegional ? Optional.empty() : Optional.ofNullable(told.availabilityZone());
        return Optional.of(
                new Commitment.Exact(
                        id,
                        reach,
                        new Commitment.Exact.Where(region, zone),
                        new Commitment.Exact.Kind(type, os.get()),
                        count));
    }

    /** When it was read how many places are taken; empty if it was not. */
    Optional<Instant> placesReadAt() {
        return places.get().map(Cached.Dated::at);
    }

    /** Those that any launch of their kind takes; others want to be named by the launch. */
    List<CapacityReservation> places(String account) {
        return places.get().map(Cached.Dated::value).orElse(List.of()).stream()
                .filter(one -> one.instanceMatchCriteria() == InstanceMatchCriteria.OPEN)
                .filter(one -> one.tenancy() != CapacityReservationTenancy.DEDICATED)
                .filter(one -> one.ownerId() == null || one.ownerId().equals(account))
                .filter(one -> one.totalInstanceCount() > 0)
                .toList();
    }
}
