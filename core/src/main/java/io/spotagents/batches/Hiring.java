package io.spotagents.batches;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How many agents a run asks for as its work goes on, and when one may leave. Of those that stay
 * and those that are asked for there are never more than {@code most} together, and one on top if
 * tests wait for an agent that is not reclaimed and none of these is one. Agents that are about to
 * be reclaimed do not count: others come in their place.
 *
 * @param agents how many somebody wished for; 0 is as many as pay off
 * @param crew how many pay off, and how many there may be at most
 */
public record Hiring(int agents, Crew crew) {

    /**
     * The agents of a run at one moment, without those about to be reclaimed.
     *
     * @param staying at work or idle
     * @param lasting of these, those that are not reclaimed
     * @param asked asked for, and not there yet
     * @param askedToLast of these, those that must not be ones that are reclaimed
     */
    public record Now(int staying, int lasting, int asked, int askedToLast) {

        int all() {
            return staying + asked;
        }
    }

    /**
     * How many more to ask for; withdrawn are as many as a number is below 0.
     *
     * @param ordinary any agent will do
     * @param lasting for tests that were reclaimed too often
     */
    public record More(int ordinary, int lasting) {}

    /** How many agents there should be for the work that is left, those that start included. */
    public int wanted(WorkLeft left, Optional<Duration> untilDeadline) {
        return Math.max(Math.min(agents, left.places()), crew.wanted(left, untilDeadline));
    }

    /** How many agents a run should have: one more if it could do at once what is overdue. */
    public int wanted(TestRun run, Instant now, Optional<Instant> deadline) {
        int wanted = wanted(run.left(now), until(now, deadline));
        return Math.min(wanted + (run.isAnyOverdue(now) ? 1 : 0), crew.most());
    }

    /** What to ask for. Tests that only agents that last may have come first. */
    public More more(TestRun run, Instant now, Optional<Instant> deadline, Now there) {
        int lasting = there.lasting() + there.askedToLast();
        boolean mayComeOnTop = lasting == 0 && there.all() <= crew.most();
        int room = Math.max(crew.most() - there.all(), mayComeOnTop ? 1 : 0);
        int wantedToLast = wanted(run.leftForLasting(), until(now, deadline));
        int toLast = Math.min(wantedToLast - lasting, room);
        int withdrawn = Math.max(toLast, -there.askedToLast());
        int others = wanted(run, now, deadline) - there.all() - withdrawn;
        return new More(others, toLast);
    }

    /** Whether an agent that has nothing to do is no longer needed. */
    public boolean isOneTooMany(TestRun run, Instant now, Optional<Instant> deadline, Now there) {
        return there.staying() + there.askedToLast() > wanted(run, now, deadline);
    }

    private static Optional<Duration> until(Instant now, Optional<Instant> deadline) {
        return deadline.map(one -> Duration.between(now, one));
    }
}
