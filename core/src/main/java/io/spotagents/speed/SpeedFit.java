package io.spotagents.speed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The belief about every machine type that fits all durations together, by alternating: work given
 * speeds, speeds given work and family, families given speeds.
 */
final class SpeedFit {

    /** Of a generation's speed as we know it before measuring, and of one we know nothing of. */
    private static final double FAMILY_SD = 0.2;

    private static final double UNKNOWN_FAMILY_SD = 0.4;

    /** Types of one family differ in cache, memory and neighbors. */
    private static final double TYPE_SD = 0.08;

    /** One work likes one type better than another; a single duration varies as well. */
    private static final double WORK_SD = 0.15;

    private static final double DURATION_SD = 0.25;

    /** Beyond so many standard deviations a work's word counts less (Huber). */
    private static final double HUBER = 1.5;

    private static final int MAX_ROUNDS = 100;

    private static final double CLOSE_ENOUGH = 1e-5;

    private final TreeMap<String, Type> types = new TreeMap<>();
    private final TreeMap<String, Family> families = new TreeMap<>();
    private final List<List<Cell>> works = new ArrayList<>();

    private SpeedFit() {}

    static SpeedFit of(Map<String, Map<String, Samples>> seen) {
        SpeedFit fit = new SpeedFit();
        new TreeMap<>(seen).values().forEach(fit::add);
        double moved = Double.MAX_VALUE;
        for (int round = 0; round < MAX_ROUNDS && moved > CLOSE_ENOUGH; round++) {
            moved = fit.round();
        }
        return fit;
    }

    Speed speed(String machineType) {
        Type type = types.get(machineType);
        if (type != null) {
            return new Speed(Math.exp(type.logSpeed), Math.sqrt(type.variance()));
        }
        String name = ProcessorOf.familyKey(machineType);
        Family family = families.get(name);
        Family like = family == null ? new Family(name) : family;
        double variance = like.variance() + TYPE_SD * TYPE_SD;
        return new Speed(Math.exp(like.logSpeed), Math.sqrt(variance));
    }

    private void add(Map<String, Samples> byType) {
        List<Cell> cells = new ArrayList<>();
        new TreeMap<>(byType)
                .forEach(
                        (name, samples) -> {
                            Type type = types.computeIfAbsent(name, this::newType);
                            cells.add(new Cell(type, samples));
                        });
        works.add(cells);
    }

    private Type newType(String machineType) {
        String name = ProcessorOf.familyKey(machineType);
        Family family = families.computeIfAbsent(name, Family::new);
        Type type = new Type(family);
        family.types.add(type);
        return type;
    }

    private double round() {
        types.values().forEach(Type::forget);
        for (List<Cell> cells : works) {
            double reference = reference(cells);
            double all = cells.stream().mapToDouble(cell -> cell.precision).sum();
            for (Cell cell : cells) {
                cell.reweigh(reference);
                // What the type itself did to the reference is no news about the type.
                double news = cell.precision * (1 - cell.precision / all);
                cell.type.told(news, reference - cell.median, cell.precision);
            }
        }
        double moved = 0;
        for (Type type : types.values()) {
            moved = Math.max(moved, type.settle());
        }
        families.values().forEach(Family::settle);
        return moved;
    }

    /** Logarithm of how long the work takes on the reference. */
    private static double reference(List<Cell> cells) {
        double sum = 0;
        double precision = 0;
        for (Cell cell : cells) {
            sum += cell.precision * (cell.median + cell.type.logSpeed);
            precision += cell.precision;
        }
        return sum / precision;
    }

    /** One work on one type. */
    private static final class Cell {
        final Type type;
        final double median;
        final double variance;
        double precision;

        Cell(Type type, Samples samples) {
            this.type = type;
            this.median = samples.median();
            this.variance = WORK_SD * WORK_SD + DURATION_SD * DURATION_SD / samples.count();
            this.precision = 1 / variance;
        }

        void reweigh(double reference) {
            double off = Math.abs(reference - median - type.logSpeed) / Math.sqrt(variance);
            precision = Math.min(1, HUBER / Math.max(off, 1e-12)) / variance;
        }
    }

    private static final class Type {
        final Family family;
        double logSpeed;
        double news;
        private double weight;
        private double sum;

        Type(Family family) {
            this.family = family;
            this.logSpeed = family.logSpeed;
        }

        void forget() {
            news = 0;
            weight = 0;
            sum = 0;
        }

        void told(double newNews, double said, double precision) {
            news += newNews;
            weight += precision;
            sum += precision * said;
        }

        double settle() {
            double prior = 1 / (TYPE_SD * TYPE_SD);
            double before = logSpeed;
            logSpeed = (sum + prior * family.logSpeed) / (weight + prior);
            return Math.abs(logSpeed - before);
        }

        double variance() {
            return 1 / (news + 1 / (family.variance() + TYPE_SD * TYPE_SD));
        }

        /** How precisely this type alone tells its family's speed. */
        double toldFamily() {
            return news <= 0 ? 0 : 1 / (TYPE_SD * TYPE_SD + 1 / news);
        }
    }

    private static final class Family {
        final List<Type> types = new ArrayList<>();
        final double prior;
        final double priorVariance;
        double logSpeed;

        Family(String name) {
            this.prior = ProcessorOf.family(name).map(p -> Math.log(p.speed())).orElse(0.0);
            double sd = ProcessorOf.family(name).isPresent() ? FAMILY_SD : UNKNOWN_FAMILY_SD;
            this.priorVariance = sd * sd;
            this.logSpeed = prior;
        }

        void settle() {
            double precision = 1 / priorVariance;
            double sum = prior * precision;
            for (Type type : types) {
                sum += type.logSpeed / (TYPE_SD * TYPE_SD);
                precision += 1 / (TYPE_SD * TYPE_SD);
            }
            logSpeed = sum / precision;
        }

        double variance() {
            double told = types.stream().mapToDouble(Type::toldFamily).sum();
            return 1 / (1 / priorVariance + told);
        }
    }
}
