package io.spotagents.sim;

import io.spotagents.fleet.LaunchIntent;
import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.LeaseEnd;
import io.spotagents.provider.Listing;
import io.spotagents.provider.Owner;
import io.spotagents.provider.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A cloud whose spot pools follow known histories: it grants what a pool holds, refuses the rest,
 * and takes back what is above a pool's count. On-demand capacity is always there. Not thread-safe.
 */
final class SimulatedCloud implements SimulatedProvider {

    /** Listings and offers come back within a moment. */
    private static final Duration QUICK = Duration.ofSeconds(1);

    private final SimulatedTime time;
    private final UUID controller;
    private final CloudRules rules;
    private final Map<Pool, SimulatedPool> spot = new TreeMap<>();
    private final Map<Pool, SpotPrice> prices = new HashMap<>();
    private final Map<String, Instance> alive = new LinkedHashMap<>();
    private final Map<UUID, LaunchReply> replies = new HashMap<>();
    private final Set<String> noticed = new HashSet<>();
    private final RunMeter meter;
    private final Troubles troubles;
    private int numbers;

    SimulatedCloud(
            SimulatedTime time,
            UUID controller,
            ReplayPlan plan,
            RunMeter meter,
            Troubles troubles) {
        this.time = time;
        this.controller = controller;
        this.rules = plan.rules();
        this.meter = meter;
        this.troubles = troubles;
        for (SimulatedPool pool : plan.pools()) {
            spot.put(pool.pool(), pool);
            prices.put(pool.pool(), pool.price());
            prices.put(
                    pool.pool().with(Purchase.ON_DEMAND), SpotPrice.always(pool.onDemandPrice()));
        }
    }

    /** Begins to take back what pools lose, and to tell of it beforehand. */
    void begin(Reclaims reclaims) {
        spot.values().forEach(pool -> awaitDrop(pool, reclaims));
    }

    /** What becomes of instances, told to whoever watches them from within. */
    interface Reclaims {
        void announced(String instanceId, Instant deadline);

        void happened(List<String> instanceIds);
    }

    @Override
    public Duration ask(LaunchIntent intent) {
        Pool pool = intent.ask().pool();
        int wanted = intent.ask().count();
        int granted = Math.min(wanted, free(pool));
        List<Instance> instances = new ArrayList<>();
        for (int i = 0; i < granted; i++) {
            instances.add(newInstance(pool, intent));
        }
        List<Refusal> refusals =
                granted == wanted
                        ? List.of()
                        : List.of(
                                Refusal.of(
                                        Refusal.Kind.NO_CAPACITY,
                                        Refusal.Scope.POOL,
                                        "the pool holds no more"));
        replies.put(intent.token(), new LaunchReply(instances, refusals));
        if (granted == 0) {
            meter.refused(pool, spot.get(pool).outage(time.instant()));
            troubles.learned(pool, time.instant().plus(rules.refused()));
        }
        return granted == 0 ? rules.refused() : rules.granted();
    }

    @Override
    public Duration answersIn() {
        return QUICK;
    }

    boolean isAlive(String instanceId) {
        return alive.containsKey(instanceId);
    }

    /** Instances of a pool, in the order of their launches. */
    List<String> aliveIn(Pool pool) {
        return alive.values().stream()
                .filter(instance -> instance.pool().equals(pool))
                .map(Instance::id)
                .toList();
    }

    /** Bills what still runs, when the run is over. */
    void close() {
        List.copyOf(alive.keySet()).forEach(this::endOne);
    }

    @Override
    public LeaseEnd leaseEnd() {
        return LeaseEnd.DELETES_ITSELF;
    }

    @Override
    public List<Offer> offers() {
        Instant now = time.instant();
        List<Offer> offers = new ArrayList<>();
        spot.values().forEach(pool -> offers.add(pool.spotOffer(now)));
        spot.values().forEach(pool -> offers.add(pool.onDemandOffer(now)));
        return offers;
    }

    @Override
    public LaunchReply launch(LaunchRequest request) {
        return replies.get(request.owner().intent());
    }

    @Override
    public Listing list(UUID asking) {
        return new Listing(List.copyOf(alive.values()), Set.of());
    }

    @Override
    public void end(Set<String> instanceIds) {
        instanceIds.forEach(this::endOne);
    }

    private int free(Pool pool) {
        if (pool.purchase() == Purchase.ON_DEMAND) {
            return SimulatedPool.UNLIMITED;
        }
        int held = (int) alive.values().stream().filter(i -> i.pool().equals(pool)).count();
        return Math.max(0, spot.get(pool).availableAt(time.instant()) - held);
    }

    private Instance newInstance(Pool pool, LaunchIntent intent) {
        Instance instance =
                new Instance(
                        "i-" + ++numbers,
                        pool,
                        new Owner(controller, intent.template(), intent.token()),
                        InstanceState.RUNNING,
                        time.instant());
        alive.put(instance.id(), instance);
        return instance;
    }

    private void endOne(String id) {
        Instance instance = alive.remove(id);
        if (instance != null) {
            Instant from = instance.launchedAt();
            Instant least = from.plus(rules.billedAtLeast());
            Instant until = time.instant().isBefore(least) ? least : time.instant();
            double usd = prices.get(instance.pool()).usd(from, until);
            meter.billed(
                    new RunMeter.Bill(id, instance.pool(), Duration.between(from, until), usd));
        }
    }

    private void awaitDrop(SimulatedPool pool, Reclaims reclaims) {
        pool.nextDrop(time.instant())
                .ifPresent(
                        drop -> {
                            time.at(
                                    drop.minus(rules.notice()),
                                    () -> announce(pool, drop, reclaims));
                            time.at(drop, () -> takeBack(pool, reclaims));
                        });
    }

    /** Instances that are launched after the notice went out are taken without one. */
    private void announce(SimulatedPool pool, Instant drop, Reclaims reclaims) {
        List<String> announced = doomed(pool, drop);
        meter.lostTogether(time.instant(), announced.size());
        noticed.addAll(announced);
        announced.forEach(id -> reclaims.announced(id, drop));
    }

    private void takeBack(SimulatedPool pool, Reclaims reclaims) {
        List<String> lost = doomed(pool, time.instant());
        lost.forEach(this::endOne);
        if (!lost.isEmpty()) {
            troubles.learned(pool.pool(), time.instant());
        }
        long unannounced = lost.stream().filter(id -> !noticed.contains(id)).count();
        meter.lostTogether(time.instant(), (int) unannounced);
        reclaims.happened(lost);
        awaitDrop(pool, reclaims);
    }

    /** The newest go first: a pool that fills up turns away who came last. */
    private List<String> doomed(SimulatedPool pool, Instant drop) {
        List<String> held = aliveIn(pool.pool());
        int stays = Math.min(held.size(), pool.availableAt(drop));
        return held.subList(stays, held.size());
    }
}
