package io.spotagents.commitments;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Size;
import io.spotagents.model.Usd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Commitments and shapes for tests; values that a test does not name mean nothing. */
final class Portfolios {

    static final OperatingSystem LINUX = OperatingSystem.LINUX;
    static final Reach ALL = new Reach("aws", Optional.empty());
    static final Shape LARGE = shape("a", "c5.large");
    static final Shape XLARGE = shape("a", "c5.xlarge");
    static final Margins NONE = new Margins(Map.of("c", 0.0, "c1", 0.0, "c2", 0.0));

    /** What a random portfolio is made of. */
    static final List<Shape> SHAPES =
            List.of(
                    LARGE,
                    XLARGE,
                    shape("b", "c5.large"),
                    shape("b", "c5.2xlarge"),
                    shape("a", "m5.large"),
                    shape("b", "m5.4xlarge"),
                    inAccount("other", "c5.large"));

    private Portfolios() {}

    static Shape shape(String zone, String machineType) {
        return shape(new Place("aws", "main", "region", "region-" + zone), machineType);
    }

    static Shape inAccount(String account, String machineType) {
        return shape(new Place("aws", account, "region", "region-a"), machineType);
    }

    private static Shape shape(Place place, String machineType) {
        long units = AwsUnits.milliUnits(machineType).orElseThrow();
        int cpus = (int) Math.max(1, units / 2_000);
        Size size = new Size(cpus, cpus * (machineType.startsWith("m5") ? 4096 : 2048));
        return new Shape(
                place,
                machineType,
                LINUX,
                size,
                new Shape.Family(AwsUnits.family(machineType), units));
    }

    static Commitment.SizeFlexible units(String id, Reach reach, long milliUnits) {
        return new Commitment.SizeFlexible(
                id, reach, "region", new Commitment.SizeFlexible.Kind("c5", LINUX), milliUnits);
    }

    static Commitment.Exact zonal(String id, String zone, String machineType, int count) {
        return new Commitment.Exact(
                id,
                ALL,
                new Commitment.Exact.Where("region", Optional.of("region-" + zone)),
                new Commitment.Exact.Kind(machineType, LINUX),
                count);
    }

    static Commitment.SpendPlan plan(
            String id,
            Commitment.SpendPlan.Breadth breadth,
            double hourly,
            Map<String, Commitment.SpendPlan.Rate> byType) {
        TreeMap<Commitment.SpendPlan.Item, Commitment.SpendPlan.Rate> rates = new TreeMap<>();
        byType.forEach(
                (type, rate) ->
                        rates.put(new Commitment.SpendPlan.Item("region", type, LINUX), rate));
        return new Commitment.SpendPlan(id, ALL, breadth, Usd.of(hourly), rates);
    }

    static Commitment.SpendPlan.Rate rate(double committed, double onDemand) {
        return new Commitment.SpendPlan.Rate(Usd.of(committed), Usd.of(onDemand));
    }

    static CommitmentLedger ledger(List<Commitment> commitments, Running... running) {
        return CommitmentLedger.of(commitments, List.of(running), NONE);
    }

    static List<Commitment> random(Random random) {
        List<Commitment> commitments = new ArrayList<>();
        Reach own = new Reach("aws", Optional.of("main"));
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            String id = "r" + i;
            int some = 1 + random.nextInt(20);
            commitments.add(
                    switch (random.nextInt(5)) {
                        case 0 -> zonal(id, random.nextBoolean() ? "a" : "b", "c5.large", some);
                        case 1 -> units(id, random.nextBoolean() ? ALL : own, some * 4_000L + 250);
                        case 2 ->
                                new Commitment.CommittedUse(
                                        id,
                                        ALL,
                                        "region",
                                        "m5",
                                        new Commitment.CommittedUse.Resources(some, some * 3_000L));
                        case 3 ->
                                new Commitment.ReservedCapacity(
                                        id, LARGE, some, random.nextInt(some + 1));
                        default -> randomPlan(random, id, some);
                    });
        }
        return commitments;
    }

    private static Commitment randomPlan(Random random, String id, int some) {
        boolean isBroad = random.nextBoolean();
        TreeMap<String, Commitment.SpendPlan.Rate> rates = new TreeMap<>();
        rates.put("c5.large", rate(0.05 + random.nextInt(5) / 100.0, 0.1));
        rates.put("c5.2xlarge", rate(0.2 + random.nextInt(10) / 100.0, 0.4));
        if (isBroad) {
            rates.put("m5.large", rate(0.06, 0.11));
        }
        return plan(
                id,
                isBroad
                        ? Commitment.SpendPlan.Breadth.ANY
                        : Commitment.SpendPlan.Breadth.ONE_FAMILY,
                some / 7.0,
                rates);
    }

    static List<Running> randomUse(Random random) {
        List<Running> running = new ArrayList<>();
        for (int i = 0; i < random.nextInt(6); i++) {
            running.add(new Running(SHAPES.get(random.nextInt(SHAPES.size())), random.nextInt(9)));
        }
        return running;
    }
}
