package io.spotagents.provider.aws;

import io.spotagents.commitments.AwsUnits;
import io.spotagents.commitments.Commitment;
import io.spotagents.commitments.Reach;
import io.spotagents.commitments.Running;
import io.spotagents.commitments.Shape;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Size;
import io.spotagents.provider.PaidFor;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CapacityReservation;

/**
 * What the account has paid for already in this region, and what uses it. What may not be read is
 * left out, and why is told. Safe to use from any thread.
 */
final class AccountCommitments {

    /**
     * What is free is worked out again with each launch, for each shape: a plan for all types would
     * make thousands of them, most of which nobody would choose.
     */
    private static final int MOST_SHAPES = 200;

    /** A large is two processors and four units. */
    private static final long MILLI_UNITS_OF_CPU = 2_000;

    private static final Size UNKNOWN_SIZE = new Size(1, 1);

    private final AwsMarket market;
    private final OnDemandPrices prices;
    private final AccountUse use;
    private final Reservations reservations;
    private final SavingsPlans plans;

    AccountCommitments(
            AwsClients clients,
            AwsMarket market,
            OnDemandPrices prices,
            AccountUse use,
            InstantSource time) {
        this.market = market;
        this.prices = prices;
        this.use = use;
        this.reservations = new Reservations(clients.ec2(), time);
        this.plans = new SavingsPlans(clients.signed(), time);
    }

    /** Why some are not known, for people; empty while all are. */
    Stream<String> troubles() {
        return Stream.concat(reservations.troubles(), plans.trouble().stream());
    }

    /** Empty if nothing was paid for; then it is not read what runs. */
    Optional<PaidFor> paidFor() throws ProviderException {
        Reach reach = new Reach(AwsProvider.NAME, Optional.of(market.account()));
        List<Commitment> all =
                new ArrayList<>(reservations.reservedInstances(reach, market.region()));
        all.addAll(plans.commitments(reach, prices));
        for (CapacityReservation places : reservations.places(market.account())) {
            places(places).ifPresent(all::add);
        }
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Cached.Dated<Map<AccountUse.Kind, Integer>> running = use.running();
        // What came between two readings is in one of them alone, so the earlier one's time holds.
        Instant at =
                reservations
                        .placesReadAt()
                        .filter(places -> places.isBefore(running.at()))
                        .orElse(running.at());
        return Optional.of(new PaidFor(all, running(running.value()), shapes(all), at));
    }

    private Optional<Commitment> places(CapacityReservation told) throws ProviderException {
        Optional<OperatingSystem> os = AccountUse.platform(told.instancePlatformAsString());
        if (os.isEmpty()) {
            return Optional.empty();
        }
        Shape shape = shape(told.instanceType(), told.availabilityZone(), os.get(), 0);
        int total = told.totalInstanceCount();
        int free = Math.max(0, Math.min(total, told.availableInstanceCount()));
        return Optional.of(
                new Commitment.ReservedCapacity(
                        told.capacityReservationId(), shape, total, total - free));
    }

    private List<Running> running(Map<AccountUse.Kind, Integer> kinds) throws ProviderException {
        SortedMap<Shape, Integer> counts = new TreeMap<>();
        for (Map.Entry<AccountUse.Kind, Integer> one : kinds.entrySet()) {
            AccountUse.Kind kind = one.getKey();
            if (!kind.isSpot() && kind.isShared() && kind.os().isPresent()) {
                Shape shape =
                        shape(kind.machineType(), kind.zone(), kind.os().get(), market.cpus(kind));
                counts.merge(shape, one.getValue(), Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .map(one -> new Running(one.getKey(), one.getValue()))
                .toList();
    }

    /**
     * @param cpus if the type is not described, as old and metal ones are not; 0 for unknown
     */
    private Shape shape(String type, String zone, OperatingSystem os, int cpus)
            throws ProviderException {
        Size unknown = cpus > 0 ? new Size(cpus, 1) : UNKNOWN_SIZE;
        Size size = market.types().describe(type).map(MachineType::size).orElse(unknown);
        long units =
                AwsUnits.milliUnits(type).orElse(Math.max(1, size.cpus()) * MILLI_UNITS_OF_CPU);
        Place place = new Place(AwsProvider.NAME, market.account(), market.region(), zone);
        return new Shape(place, type, os, size, new Shape.Family(AwsUnits.family(type), units));
    }

    /**
     * What this source can launch on them: what is reserved first, then the cheapest for its size.
     */
    private List<Shape> shapes(List<Commitment> all) throws ProviderException {
        List<Shape> reserved = new ArrayList<>();
        List<Shape> spent = new ArrayList<>();
        for (AwsMarket.Sold sold : market.soldOnDemand()) {
            Shape shape = shape(sold.type().name(), sold.zone(), sold.os(), 0);
            if (all.stream().anyMatch(one -> one.in(new Covering(shape)))) {
                boolean isReserved =
                        all.stream()
                                .filter(one -> !(one instanceof Commitment.SpendPlan))
                                .anyMatch(one -> one.in(new Covering(shape)));
                (isReserved ? reserved : spent).add(shape);
            }
        }
        spent.sort(
                Comparator.comparingDouble(this::dollarsOfCpu)
                        .thenComparing(Comparator.naturalOrder()));
        return Stream.concat(reserved.stream().sorted(), spent.stream())
                .limit(MOST_SHAPES)
                .toList();
    }

    private double dollarsOfCpu(Shape shape) {
        return prices.hourly(shape.machineType(), shape.os())
                .map(price -> price.dollars() / shape.size().cpus())
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** Whether a commitment is good for instances of a shape of this account and region. */
    private record Covering(Shape shape) implements Commitment.Cases<Boolean> {

        @Override
        public Boolean exact(Commitment.Exact it) {
            return it.kind().machineType().equals(shape.machineType())
                    && it.kind().os() == shape.os()
                    && it.where().zone().map(shape.place().zone()::equals).orElse(true);
        }

        @Override
        public Boolean sizeFlexible(Commitment.SizeFlexible it) {
            return it.kind().family().equals(shape.family().name()) && it.kind().os() == shape.os();
        }

        @Override
        public Boolean committedUse(Commitment.CommittedUse it) {
            return false;
        }

        @Override
        public Boolean spendPlan(Commitment.SpendPlan it) {
            return it.rates()
                    .containsKey(
                            new Commitment.SpendPlan.Item(
                                    shape.place().region(), shape.machineType(), shape.os()));
        }

        @Override
        public Boolean reservedCapacity(Commitment.ReservedCapacity it) {
            return it.shape().equals(shape);
        }
    }
}
