package io.spotagents.testing;

import io.spotagents.commitments.Commitment;
import io.spotagents.commitments.Running;
import io.spotagents.commitments.Shape;
import io.spotagents.model.Granularity;
import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import io.spotagents.model.Usd;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.LeaseEnd;
import io.spotagents.provider.Listing;
import io.spotagents.provider.PaidFor;
import io.spotagents.provider.PoolSignals;
import io.spotagents.provider.Provider;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Quota;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A cloud in memory, as well-behaved or as broken as a test wants it. Boot times and leases follow
 * the time it is given. Safe to use from several threads.
 */
public final class FakeProvider implements Provider {

    private static final Size SIZE = new Size(2, 4096);
    private static final Usd PRICE = Usd.of(0.03);
    private static final int ON_DEMAND_FACTOR = 3;

    private final InstantSource time;
    private final Map<Pool, Shelf> shelves = new TreeMap<>();
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Map<UUID, List<String>> launches = new HashMap<>();
    private final Deque<Refusal> refusals = new ArrayDeque<>();
    private final Deque<Refusal> listFailures = new ArrayDeque<>();
    private final List<Call> calls = new ArrayList<>();
    private Granularity granularity = Granularity.EXACT;
    private Optional<Duration> usualBoot = Optional.empty();
    private Duration bootTime = Duration.ZERO;
    private final List<PoolSignals> signals = new ArrayList<>();
    private final List<Commitment> commitments = new ArrayList<>();
    private final List<Running> others = new ArrayList<>();
    private final List<Shape> shapes = new ArrayList<>();
    private final List<Quota> quotas = new ArrayList<>();
    private boolean losesReply;

    public FakeProvider(InstantSource time) {
        this.time = time;
    }

    /** Sells a pool that holds so many instances at most, those running included. */
    public synchronized void stock(Pool pool, int instances) {
        shelves.put(pool, shelf(pool).withStock(instances));
    }

    /** Changes the price; the on-demand price is three times that for a spot pool. */
    public synchronized void price(Pool pool, Usd hourlyPrice) {
        shelves.put(pool, shelf(pool).withPrice(hourlyPrice));
    }

    public synchronized void size(Pool pool, Size size) {
        shelves.put(pool, shelf(pool).withSize(size));
    }

    /** From launch until an instance runs; zero unless set. Holds for later launches. */
    public synchronized void bootTime(Duration duration) {
        bootTime = duration;
    }

    /** The next launch that would make something is refused; several queue up. */
    public synchronized void refuseNext(Refusal refusal) {
        refusals.add(refusal);
    }

    /** The next launch makes its instances, but its reply does not arrive. */
    public synchronized void loseReplyOfNextLaunch() {
        losesReply = true;
    }

    /** The next listing fails; several queue up. */
    public synchronized void failNextList() {
        listFailures.add(Refusal.of(Kind.THROTTLED, Scope.ACCOUNT, "asked too often"));
    }

    /** What the cloud says of a pool from now on, besides what it said of others. */
    public synchronized void say(PoolSignals more) {
        signals.add(more);
    }

    /** The account has paid for this, and it can be used by these shapes. */
    public synchronized void commit(Commitment commitment, Shape... by) {
        commitments.add(commitment);
        shapes.addAll(List.of(by));
    }

    /** The account may use no more than this from now on. */
    public synchronized void limit(Quota quota) {
        quotas.add(quota);
    }

    /** Instances of others run in the account from now on. */
    public synchronized void othersRun(Shape shape, int count) {
        others.add(new Running(shape, count));
    }

    /** The instance vanishes, as if its pool had been taken back. */
    public synchronized void reclaim(String instanceId) {
        machines.remove(instanceId);
    }

    /** What the agent of an instance does to keep it alive. */
    public synchronized void renewLease(String instanceId, Duration length) {
        machines.computeIfPresent(
                instanceId,
                (id, machine) ->
                        machine.leaseEndsAt().isAfter(time.instant())
                                ? machine.leasedUntil(time.instant().plus(length))
                                : machine);
    }

    /** Every call made so far, in order. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    public synchronized long calls(Call.Kind kind) {
        return calls.stream().filter(call -> call.kind() == kind).count();
    }

    /** The instances of all controllers that exist, in the order they were launched. */
    public synchronized List<Instance> instances() {
        return alive().stream().map(machine -> machine.instance(time.instant())).toList();
    }

    public synchronized void granularity(Granularity steps) {
        granularity = steps;
    }

    public synchronized void usualBoot(Duration boot) {
        usualBoot = Optional.of(boot);
    }

    @Override
    public synchronized Optional<Duration> usualBoot(OperatingSystem os) {
        return usualBoot;
    }

    @Override
    public synchronized Granularity granularity() {
        return granularity;
    }

    @Override
    public LeaseEnd leaseEnd() {
        return LeaseEnd.DELETES_ITSELF;
    }

    @Override
    public synchronized List<Offer> offers() {
        calls.add(new Call(Call.Kind.OFFERS, Optional.empty(), Set.of()));
        Instant now = time.instant();
        return shelves.entrySet().stream()
                .filter(entry -> entry.getKey().purchase() != Purchase.COMMITMENT)
                .map(entry -> entry.getValue().offer(entry.getKey(), now))
                .toList();
    }

    @Override
    public synchronized List<PoolSignals> signals() {
        return List.copyOf(signals);
    }

    @Override
    public synchronized List<Quota> quotas() {
        return List.copyOf(quotas);
    }

    @Override
    public synchronized Optional<PaidFor> paidFor() {
        if (commitments.isEmpty()) {
            return Optional.empty();
        }
        List<Running> running = new ArrayList<>(others);
        for (Shape shape : shapes) {
            long ours =
                    alive().stream()
                            .map(machine -> machine.launched().pool())
                            .filter(pool -> pool.purchase() != Purchase.SPOT)
                            .filter(pool -> pool.with(Purchase.COMMITMENT).equals(shape.pool()))
                            .count();
            running.add(new Running(shape, (int) ours));
        }
        return Optional.of(new PaidFor(commitments, running, shapes, time.instant()));
    }

    @Override
    public synchronized LaunchReply launch(LaunchRequest request) {
        calls.add(new Call(Call.Kind.LAUNCH, Optional.of(request), Set.of()));
        UUID token = request.owner().intent();
        if (!launches.containsKey(token)) {
            Optional<Refusal> refusal = refusal(request.pool());
            if (refusal.isPresent()) {
                return LaunchReply.refused(refusal.get());
            }
            launches.put(token, make(request));
        }
        if (losesReply) {
            losesReply = false;
            return LaunchReply.refused(
                    Refusal.of(Kind.OUTCOME_UNKNOWN, Scope.ACCOUNT, "the reply was lost"));
        }
        return reply(request, launches.get(token));
    }

    @Override
    public synchronized Listing list(UUID controller) throws ProviderException {
        calls.add(new Call(Call.Kind.LIST, Optional.empty(), Set.of()));
        if (!listFailures.isEmpty()) {
            throw new ProviderException(listFailures.remove());
        }
        return new Listing(
                instances().stream()
                        .filter(instance -> instance.owner().controller().equals(controller))
                        .toList(),
                Set.of());
    }

    @Override
    public synchronized void end(Set<String> instanceIds) {
        calls.add(new Call(Call.Kind.END, Optional.empty(), Set.copyOf(instanceIds)));
        machines.keySet().removeAll(instanceIds);
    }

    private Optional<Refusal> refusal(Pool pool) {
        if (!shelves.containsKey(pool)) {
            return Optional.of(Refusal.of(Kind.INVALID_REQUEST, Scope.POOL, "no pool " + pool));
        }
        if (!refusals.isEmpty()) {
            return Optional.of(refusals.remove());
        }
        return free(pool) == 0 ? Optional.of(noCapacity(pool)) : Optional.empty();
    }

    private List<String> make(LaunchRequest request) {
        Instant now = time.instant();
        List<String> ids = new ArrayList<>();
        int granted = Math.min(request.count(), free(request.pool()));
        for (int index = 0; index < granted; index++) {
            String id = "i-" + request.owner().intent() + "-" + index;
            Instance booting =
                    new Instance(id, request.pool(), request.owner(), InstanceState.BOOTING, now);
            Instant firstLease = now.plus(request.bootDeadline());
            machines.put(id, new Machine(booting, now.plus(bootTime), firstLease));
            ids.add(id);
        }
        return ids;
    }

    private LaunchReply reply(LaunchRequest request, List<String> ids) {
        List<Instance> made = new ArrayList<>();
        for (String id : ids) {
            Machine machine = machines.get(id);
            made.add(
                    machine == null
                            ? new Instance(
                                    id,
                                    request.pool(),
                                    request.owner(),
                                    InstanceState.ENDING,
                                    time.instant())
                            : machine.instance(time.instant()));
        }
        return new LaunchReply(
                made,
                made.size() < request.count() ? List.of(noCapacity(request.pool())) : List.of());
    }

    private int free(Pool pool) {
        long taken =
                alive().stream().filter(machine -> machine.launched().pool().equals(pool)).count();
        return (int) Math.max(0, shelf(pool).stock() - taken);
    }

    private List<Machine> alive() {
        machines.values().removeIf(machine -> !machine.leaseEndsAt().isAfter(time.instant()));
        return List.copyOf(machines.values());
    }

    private Shelf shelf(Pool pool) {
        Usd onDemand = new Usd(PRICE.micros() * ON_DEMAND_FACTOR);
        Usd price = pool.purchase().isReclaimed() ? PRICE : onDemand;
        return shelves.getOrDefault(pool, new Shelf(SIZE, price, Integer.MAX_VALUE));
    }

    private static Refusal noCapacity(Pool pool) {
        return Refusal.of(Kind.NO_CAPACITY, Scope.POOL, pool + " is sold out");
    }

    /**
     * A call that was made.
     *
     * @param launch what a launch asked for; empty for other calls
     * @param ended the ids that were to end; empty for other calls
     */
    public record Call(Kind kind, Optional<LaunchRequest> launch, Set<String> ended) {

        /** Which method of the port was called. */
        public enum Kind {
            OFFERS,
            LAUNCH,
            LIST,
            END
        }
    }

    private record Machine(Instance launched, Instant runsAt, Instant leaseEndsAt) {

        Machine leasedUntil(Instant end) {
            return new Machine(launched, runsAt, end);
        }

        Instance instance(Instant now) {
            InstanceState state =
                    now.isBefore(runsAt) ? InstanceState.BOOTING : InstanceState.RUNNING;
            return new Instance(
                    launched.id(), launched.pool(), launched.owner(), state, launched.launchedAt());
        }
    }

    private record Shelf(Size size, Usd hourlyPrice, int stock) {

        Shelf withStock(int newStock) {
            return new Shelf(size, hourlyPrice, newStock);
        }

        Shelf withPrice(Usd newPrice) {
            return new Shelf(size, newPrice, stock);
        }

        Shelf withSize(Size newSize) {
            return new Shelf(newSize, hourlyPrice, stock);
        }

        Offer offer(Pool pool, Instant now) {
            Usd onDemand =
                    pool.purchase().isReclaimed()
                            ? new Usd(hourlyPrice.micros() * ON_DEMAND_FACTOR)
                            : hourlyPrice;
            return new Offer(pool, size, Optional.of(hourlyPrice), Optional.of(onDemand), now);
        }
    }
}
