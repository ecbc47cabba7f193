package io.spotagents.batches;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What an agent can do that asks when no test waits for it. Looks at what others hold. */
final class Tail {

    /** A test that takes so many times what a copy would take is expected to end after the copy. */
    private static final int OVERDUE = 2;

    private final Collection<Held> held;
    private final Estimates estimates;
    private final Cutting cutting;
    private final For who;

    /**
     * Who asks, and when.
     *
     * @param allowed which tests it may be given
     */
    record For(Asker asker, Instant now, Predicate<String> allowed) {}

    Tail(Collection<Held> held, Estimates estimates, Cutting cutting, For who) {
        this.held = held;
        this.estimates = estimates;
        this.cutting = cutting;
        this.who = who;
    }

    /**
     * Tests of the agent that has most to do still, as many of those it has not begun as make both
     * end together: with all of them, the first agent would soon be back to take its part again.
     */
    Optional<TestRun.Choice> stolen() {
        return others().filter(one -> one.left().size() > 1)
                .max(Comparator.comparing((Held one) -> one.rest(who.now)).thenComparing(OLDEST))
                .map(this::stolenFrom)
                .filter(tests -> !tests.isEmpty())
                .map(tests -> new TestRun.Choice(Batch.Kind.STOLEN, tests));
    }

    private static final Comparator<Held> OLDEST =
            Comparator.comparing((Held one) -> one.batch().number()).reversed();

    private List<String> stolenFrom(Held victim) {
        List<String> stolen = new ArrayList<>();
        Duration theirs = victim.rest(who.now);
        Duration ours = cutting.overhead();
        Duration most = cutting.byHazard(who.asker.reclaimsPerHour()).plus(ours);
        for (String test : victim.notBegun()) {
            Duration takes = estimates.of(test);
            ours = ours.plus(takes);
            theirs = theirs.minus(takes);
            boolean pays = ours.compareTo(theirs.plus(takes)) < 0 && ours.compareTo(most) <= 0;
            boolean isEven = !stolen.isEmpty() && ours.compareTo(theirs) > 0;
            if (!pays || isEven) {
                break;
            }
            if (who.allowed.test(test)) {
                stolen.add(test);
            }
        }
        Collections.reverse(stolen);
        return stolen;
    }

    /** What the agent holds alone that is longest overdue. */
    Optional<TestRun.Choice> copied() {
        return others().filter(one -> overdue(one).compareTo(Duration.ZERO) > 0)
                .filter(this::isHeldOnce)
                .max(Comparator.comparing(this::overdue).thenComparing(OLDEST))
                .map(one -> one.left().stream().map(Assignment::test).toList())
                .map(tests -> new TestRun.Choice(Batch.Kind.COPIED, tests));
    }

    private Duration overdue(Held one) {
        Duration copy = cutting.overhead().plus(one.expected());
        return one.silence(who.now).minus(copy.multipliedBy(OVERDUE));
    }

    private boolean isHeldOnce(Held one) {
        return one.left().stream()
                .map(Assignment::test)
                .allMatch(
                        test ->
                                who.allowed.test(test)
                                        && held.stream().filter(two -> two.holds(test)).count()
                                                == 1);
    }

    private Stream<Held> others() {
        return held.stream()
                .filter(one -> !one.batch().instanceId().equals(who.asker.instanceId()));
    }
}
