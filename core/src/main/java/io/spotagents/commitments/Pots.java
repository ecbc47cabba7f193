package io.spotagents.commitments;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The pots of commitments, by the kinds that are used up one after the other. Not thread-safe. */
final class Pots implements Commitment.Cases<List<Pot>> {

    static final long MILLI = 1_000;

    final List<Pot> exact = new ArrayList<>();
    final List<Pot> sizeFlexible = new ArrayList<>();
    final List<Pot> cpus = new ArrayList<>();
    final List<Pot> memory = new ArrayList<>();
    final List<Pot> familySpend = new ArrayList<>();
    final List<Pot> anySpend = new ArrayList<>();
    private final Margins margins;

    private Pots(Margins margins) {
        this.margins = margins;
    }

    static Pots of(Collection<Commitment> commitments, Margins margins) {
        Pots pots = new Pots(margins);
        commitments.forEach(commitment -> commitment.in(pots));
        for (List<Pot> kind : pots.kinds()) {
            kind.sort(Pot.NARROW_FIRST);
        }
        return pots;
    }

    private List<List<Pot>> kinds() {
        return List.of(exact, sizeFlexible, cpus, memory, familySpend, anySpend);
    }

    /** Kind by kind. */
    List<Pot> all() {
        return kinds().stream().flatMap(List::stream).toList();
    }

    @Override
    public List<Pot> exact(Commitment.Exact it) {
        return add(exact, pot(it, it.reach(), Use.Unit.MILLI_INSTANCES, it.count()));
    }

    @Override
    public List<Pot> sizeFlexible(Commitment.SizeFlexible it) {
        return add(sizeFlexible, pot(it, it.reach(), Use.Unit.MICRO_UNITS, it.milliUnits()));
    }

    @Override
    public List<Pot> committedUse(Commitment.CommittedUse it) {
        Commitment.CommittedUse.Resources resources = it.resources();
        if (resources.cpus() > 0) {
            add(cpus, pot(it, it.reach(), Use.Unit.MILLI_CPUS, resources.cpus()));
        }
        return resources.memoryMib() > 0
                ? add(memory, pot(it, it.reach(), Use.Unit.MILLI_MIB, resources.memoryMib()))
                : memory;
    }

    @Override
    public List<Pot> spendPlan(Commitment.SpendPlan it) {
        List<Pot> kind =
                switch (it.breadth()) {
                    case ONE_FAMILY -> familySpend;
                    case ANY -> anySpend;
                };
        long micros = it.hourly().micros();
        return add(kind, pot(it, it.reach(), Use.Unit.NANO_USD_PER_HOUR, micros));
    }

    /** Its places are no discount. */
    @Override
    public List<Pot> reservedCapacity(Commitment.ReservedCapacity it) {
        return List.of();
    }

    private Pot pot(Commitment commitment, Reach reach, Use.Unit unit, long committed) {
        long heldBack = margins.wholeOf(commitment.id(), committed);
        return new Pot(commitment, reach, unit, committed * MILLI, heldBack * MILLI);
    }

    private static List<Pot> add(List<Pot> kind, Pot pot) {
        kind.add(pot);
        return kind;
    }
}
