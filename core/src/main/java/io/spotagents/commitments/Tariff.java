package io.spotagents.commitments;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * Which amounts are for which shapes, and in which order: worked out once, so that settling a use
 * is plain arithmetic. Immutable; arrays are by the index of a shape or a pot.
 */
final class Tariff {

    final List<Shape> shapes;
    final List<Pot> pots;
    final int[] smallestFirst;
    final int[][] exact;
    final int[][] sizeFlexible;
    final int[][] cpus;
    final int[][] memory;
    final List<Offset> familySpend;
    final List<Offset> anySpend;
    private final Map<Shape, Integer> indexes = new HashMap<>();
    private final Map<Pot, Integer> potIndexes = new HashMap<>();

    /** A plan pays for a shape: at this rate, in millionths of a dollar per hour. */
    record Offset(int pot, int shape, long micros) {}

    Tariff(Collection<Commitment> commitments, Collection<Shape> all, Margins margins) {
        Pots kinds = Pots.of(commitments, margins);
        this.shapes = List.copyOf(new TreeSet<>(all));
        this.pots = kinds.all();
        shapes.forEach(shape -> indexes.put(shape, indexes.size()));
        pots.forEach(pot -> potIndexes.put(pot, potIndexes.size()));
        this.smallestFirst =
                IntStream.range(0, shapes.size())
                        .boxed()
                        .sorted(
                                Comparator.comparingLong(
                                        (Integer i) -> shapes.get(i).family().milliUnits()))
                        .mapToInt(Integer::intValue)
                        .toArray();
        this.exact = eligible(kinds.exact, Tariff::isExactlyFor);
        this.sizeFlexible = eligible(kinds.sizeFlexible, Tariff::isFamilyOf);
        this.cpus = eligible(kinds.cpus, Tariff::isResourceOf);
        this.memory = eligible(kinds.memory, Tariff::isResourceOf);
        this.familySpend = offsets(kinds.familySpend);
        this.anySpend = offsets(kinds.anySpend);
    }

    boolean knows(Shape shape) {
        return indexes.containsKey(shape);
    }

    int index(Shape shape) {
        Integer index = indexes.get(shape);
        if (index == null) {
            throw new IllegalStateException("a shape that nobody reckoned with: " + shape);
        }
        return index;
    }

    private int[][] eligible(List<Pot> kind, BiPredicate<Pot, Shape> isFor) {
        int[][] byShape = new int[shapes.size()][];
        for (int i = 0; i < byShape.length; i++) {
            Shape shape = shapes.get(i);
            byShape[i] =
                    kind.stream()
                            .filter(pot -> isFor.test(pot, shape))
                            .mapToInt(potIndexes::get)
                            .toArray();
        }
        return byShape;
    }

    private List<Offset> offsets(List<Pot> plans) {
        List<Rated> rated = new ArrayList<>();
        for (Pot pot : plans) {
            Map<Commitment.SpendPlan.Item, Commitment.SpendPlan.Rate> rates =
                    ((Commitment.SpendPlan) pot.commitment()).rates();
            for (Shape shape : shapes) {
                Commitment.SpendPlan.Rate rate = rates.get(Commitment.SpendPlan.Item.of(shape));
                if (rate != null && pot.reach().covers(shape.place())) {
                    rated.add(new Rated(pot, shape, rate));
                }
            }
        }
        rated.sort(Rated.HIGHEST_SAVING);
        return rated.stream()
                .map(
                        one ->
                                new Offset(
                                        potIndexes.get(one.pot),
                                        index(one.shape),
                                        one.rate.committed().micros()))
                .toList();
    }

    private record Rated(Pot pot, Shape shape, Commitment.SpendPlan.Rate rate) {

        private static final Comparator<Rated> HIGHEST_SAVING =
                Comparator.comparingDouble((Rated rated) -> rated.rate.shareOfOnDemand())
                        .thenComparing(rated -> rated.rate.committed())
                        .thenComparing(Rated::shape)
                        .thenComparing(Rated::pot, Pot.NARROW_FIRST);
    }

    private static boolean isExactlyFor(Pot pot, Shape shape) {
        Commitment.Exact it = (Commitment.Exact) pot.commitment();
        Commitment.Exact.Where where = it.where();
        return it.reach().covers(shape.place())
                && where.region().equals(shape.place().region())
                && where.zone().filter(zone -> !zone.equals(shape.place().zone())).isEmpty()
                && it.kind().machineType().equals(shape.machineType())
                && it.kind().os() == shape.os();
    }

    private static boolean isFamilyOf(Pot pot, Shape shape) {
        Commitment.SizeFlexible it = (Commitment.SizeFlexible) pot.commitment();
        return it.reach().covers(shape.place())
                && it.region().equals(shape.place().region())
                && it.kind().family().equals(shape.family().name())
                && it.kind().os() == shape.os();
    }

    private static boolean isResourceOf(Pot pot, Shape shape) {
        Commitment.CommittedUse it = (Commitment.CommittedUse) pot.commitment();
        return it.reach().covers(shape.place())
                && it.region().equals(shape.place().region())
                && it.family().equals(shape.family().name());
    }
}
