package io.spotagents.fleet;

import io.spotagents.capacity.CoolDown;
import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.Owner;
import io.spotagents.provider.PoolSignals;
import io.spotagents.provider.Refusal;
import io.spotagents.reclaim.Notice;
import io.spotagents.selection.Need;
import io.spotagents.selection.Outlook;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.selection.Request;
import io.spotagents.testing.InMemoryBooks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A made-up market of any size, and what a loop has lived through in it. */
public final class LivedMarket {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> SOURCES = List.of("cloud/one", "cloud/two");
    private static final List<Size> SIZES =
            List.of(
                    new Size(4, 8192),
                    new Size(4, 32_768),
                    new Size(8, 16_384),
                    new Size(16, 32_768));
    private static final int PURCHASES = 10;
    private static final int TICKS_BETWEEN_EVENTS = 10;

    private final SplittableRandom random;
    private final Experience experience;
    private final List<String> sources;
    private final List<Pool> pools = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private MarketSnapshot market;
    private Instant now = BEGIN;
    private int ticks;

    /**
     * A market nobody has lived through yet.
     *
     * @param size offers of all sources together, about
     */
    public LivedMarket(long seed, int size, int sources) {
        this.random = new SplittableRandom(seed);
        this.experience = new Experience(CoolDown.DEFAULT, new InMemoryBooks(), BEGIN);
        this.sources = SOURCES.subList(0, sources);
        int regions = Math.max(1, Math.min(60, size / 30));
        int types = Math.max(1, size / sources / regions / 3);
        for (int region = 0; region < regions; region++) {
            for (int zone = 0; zone < 3; zone++) {
                for (int type = 0; type < types; type++) {
                    pools.add(pool(region, zone, type));
                }
            }
        }
        market = MarketSnapshot.of(now, offers());
    }

    private Pool pool(int region, int zone, int type) {
        String name = "region-" + region;
        Place place = new Place("cloud" + region % 3, "account", name, name + "-" + zone);
        int kind = random.nextInt(PURCHASES);
        Purchase purchase =
                kind == 0 ? Purchase.COMMITMENT : kind <= 2 ? Purchase.ON_DEMAND : Purchase.SPOT;
        return new Pool(place, "m" + type / 4 + ".x" + type % 4, OperatingSystem.LINUX, purchase);
    }

    private TreeMap<String, List<Offer>> offers() {
        TreeMap<String, List<Offer>> offers = new TreeMap<>();
        for (String source : sources) {
            offers.put(source, pools.stream().map(this::offer).toList());
        }
        return offers;
    }

    private Offer offer(Pool pool) {
        double spot = Math.exp(0.35 * random.nextDouble(-2, 2)) / 10;
        Optional<Usd> price =
                switch (pool.purchase()) {
                    case SPOT -> Optional.of(Usd.of(spot));
                    case ON_DEMAND -> Optional.of(Usd.of(0.3));
                    case COMMITMENT -> Optional.of(Usd.ZERO);
                };
        return new Offer(
                pool,
                SIZES.get(pool.machineType().hashCode() & 3),
                price,
                Optional.of(Usd.of(0.3)),
                now);
    }

    /** The same pools at other prices. */
    public void reprice() {
        market = MarketSnapshot.of(now, offers());
    }

    /** The same pools in another order, and some of them no more. */
    public void reshuffle() {
        TreeMap<String, List<Offer>> offers = offers();
        offers.replaceAll(
                (source, all) -> {
                    List<Offer> some = new ArrayList<>(all);
                    Collections.shuffle(some, new Random(random.nextLong()));
                    return some.subList(0, Math.max(1, some.size() * 9 / 10));
                });
        market = MarketSnapshot.of(now, offers);
    }

    /** Lives through so many things that happen to pools of its choice. */
    public void live(int events) {
        for (int i = 0; i < events; i++) {
            now = now.plusMillis(random.nextInt(200_000));
            happen();
        }
    }

    /** A second passes; every tenth time something happens, in a fleet that does not grow. */
    public void tick() {
        now = now.plusSeconds(1);
        if (ticks++ % TICKS_BETWEEN_EVENTS == 0) {
            int held = members.size();
            happen();
            members.subList(Math.min(held, members.size()), members.size()).clear();
        }
    }

    private void happen() {
        String source = sources.get(random.nextInt(sources.size()));
        Pool pool = pools.get(random.nextInt(pools.size()));
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> grant(source, pool);
            case 3, 4 -> refuse(source, pool);
            case 5 -> notice();
            case 6 -> advise(source, pool);
            case 7 -> members.forEach(member -> experience.seenUp(member, now));
            default -> experience.atRisk(source, pool, now, now);
        }
    }

    /** The cloud says of every pool how often it reclaims. */
    public void adviseAll() {
        sources.forEach(source -> pools.forEach(pool -> advise(source, pool)));
    }

    private void advise(String source, Pool pool) {
        PoolSignals.Band[] bands = PoolSignals.Band.values();
        PoolSignals.Band band = bands[random.nextInt(bands.length)];
        Optional<PoolSignals.Placement> placement =
                random.nextInt(3) > 0
                        ? Optional.empty()
                        : Optional.of(
                                new PoolSignals.Placement(
                                        random.nextDouble(),
                                        OptionalInt.of(random.nextInt(20)),
                                        now));
        Optional<PoolSignals.Advice> advice = Optional.of(new PoolSignals.Advice(band, now));
        experience.signaled(source, new PoolSignals(pool, placement, advice), now);
    }

    private void grant(String source, Pool pool) {
        int count = 1 + random.nextInt(8);
        LaunchIntent intent = intent(source, pool, count);
        List<Instance> instances = Stream.generate(() -> instance(pool)).limit(count).toList();
        experience.asked(intent);
        experience.answered(intent.ask(), new LaunchReply(instances, List.of()), now);
        if (random.nextInt(10) > 0) {
            experience.settled(intent.ask());
        }
        for (Instance instance : instances) {
            Member member = Member.of(instance, source);
            members.add(member);
            experience.booted(member, Duration.ofSeconds(30 + members.size() % 300), now);
        }
    }

    private void refuse(String source, Pool pool) {
        LaunchIntent intent = intent(source, pool, 1 + random.nextInt(8));
        Refusal.Kind[] kinds = Refusal.Kind.values();
        Refusal.Scope[] scopes = Refusal.Scope.values();
        boolean isUsual = random.nextInt(3) > 0;
        Refusal refusal =
                Refusal.of(
                        isUsual ? Refusal.Kind.NO_CAPACITY : kinds[random.nextInt(kinds.length)],
                        isUsual ? Refusal.Scope.POOL : scopes[random.nextInt(scopes.length)],
                        "no");
        experience.asked(intent);
        experience.answered(intent.ask(), LaunchReply.refused(refusal), now);
        experience.settled(intent.ask());
    }

    private void notice() {
        if (members.isEmpty()) {
            return;
        }
        Member member = members.remove(random.nextInt(members.size()));
        Instant deadline = now.plus(Duration.ofMinutes(2));
        experience.noticed(
                member, new Notice(member.id(), Notice.Source.AGENT, now, deadline), 0, now);
    }

    private LaunchIntent intent(String source, Pool pool, int count) {
        LaunchIntent.Ask ask = new LaunchIntent.Ask(source, pool, count);
        return new LaunchIntent(uuid(), new TemplateKey("cloud", "template"), ask, now);
    }

    private Instance instance(Pool pool) {
        Owner owner = new Owner(uuid(), new TemplateKey("cloud", "template"), uuid());
        return new Instance(uuid().toString(), pool, owner, InstanceState.RUNNING, now);
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    public MarketSnapshot market() {
        return market;
    }

    /** Sets the offers to what they once were. */
    public void market(MarketSnapshot earlier) {
        market = earlier;
    }

    /** What the loop knows now, as it tells its policy. */
    public Outlook outlook() {
        return experience.at(now, members, List.of());
    }

    /** Requests of templates with needs of their own, for so many agents together. */
    public List<Request> requests(int templates, int agents) {
        return IntStream.range(0, templates)
                .mapToObj(
                        number ->
                                new Request(
                                        new TemplateKey("cloud", "template" + number),
                                        need(number),
                                        Math.max(1, agents / templates)))
                .toList();
    }

    private Need need(int number) {
        return new Need(
                new Size(4 << number % 3, 8192 << number / 3 % 3),
                OperatingSystem.LINUX,
                number % 4 == 3 ? PurchaseChoice.SPOT : PurchaseChoice.SPOT_THEN_ON_DEMAND,
                new TreeSet<>(sources));
    }
}
