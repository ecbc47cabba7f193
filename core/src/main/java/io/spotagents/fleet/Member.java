package io.spotagents.fleet;

import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An instance as the loop knows it: what its provider says, and what its agent says.
 *
 * @param source name of the source it came from
 * @param seen when the provider last listed it; empty if it never did
 */
public record Member(
        Instance instance, String source, Optional<Instant> seen, Work work, Leaving leaving) {

    static Member of(Instance instance, String source) {
        return new Member(instance, source, Optional.empty(), Work.NONE_YET, Leaving.STAYS);
    }

    public String id() {
        return instance.id();
    }

    public TemplateKey template() {
        return instance.owner().template();
    }

    /** Whether it can be given work, now or once it has booted. */
    public boolean stays() {
        return leaving.drain().isEmpty() && !leaving.drained() && leaving.endAsked().isEmpty();
    }

    public boolean isBooting() {
        return stays() && !work.wasOnline() && work.awaited().isEmpty();
    }

    /** Whether it can be given work as soon as its agent comes, for the first time or again. */
    boolean isComing() {
        return isBooting() || stays() && work.awaited().isPresent();
    }

    /**
     * Clouds list new instances late; what was listed once, or called in, and is absent is gone.
     *
     * @param lag how late
     */
    boolean mayBeMissing(Instant listedAt, Duration lag) {
        boolean isNew = instance.launchedAt().plus(lag).isAfter(listedAt);
        boolean seenLater = seen.filter(at -> at.isAfter(listedAt)).isPresent();
        boolean isProven = seen.isPresent() || work.wasOnline();
        boolean mayComeYet = !isProven && leaving.endAsked().isEmpty();
        return seenLater || mayComeYet && isNew;
    }

    Member seenAt(Instance listed, Instant at) {
        Instance same = listed.equals(instance) ? instance : listed;
        return new Member(same, source, Optional.of(at), work, leaving);
    }

    Member with(Work other) {
        return new Member(instance, source, seen, other, leaving);
    }

    Member with(Leaving other) {
        return new Member(instance, source, seen, work, other);
    }

    /**
     * What its agent does.
     *
     * @param wasOnline whether the agent was ever connected to this loop
     * @param hasWorked whether it was ever seen to hold a build, or to have done one
     * @param busy builds it holds now
     * @param idleSince since when it holds none; empty while it does
     * @param disconnected since when its channel is broken; empty while it is not
     * @param awaited since when the agent, which was there before a restart, is expected back;
     *     empty once it came. Until then it may hold work that nobody knows of
     */
    public record Work(
            boolean wasOnline,
            boolean hasWorked,
            Busy busy,
            Optional<Instant> idleSince,
            Optional<Instant> disconnected,
            Optional<Instant> awaited) {

        /** Of an instance that has just been launched. */
        public static final Work NONE_YET =
                new Work(
                        false,
                        false,
                        Busy.NONE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());

        /**
         * An agent that comes for work is there before the work is: its queue hands it over within
         * seconds, on a busy controller within a minute.
         */
        private static final Duration FIRST_WORK = Duration.ofMinutes(1);

        /** Builds that the agent holds now. */
        public int busyExecutors() {
            return busy.executors();
        }

        Work reported(Busy told, Instant now) {
            Optional<Instant> since =
                    told.executors() > 0 ? Optional.empty() : Optional.of(idleSince.orElse(now));
            boolean worked = hasWorked || told.executors() > 0;
            return new Work(true, worked, told, since, Optional.empty(), Optional.empty());
        }

        /** A build may begin and end between two looks at what the agent holds. */
        Work afterWork() {
            return new Work(wasOnline, true, busy, idleSince, disconnected, awaited);
        }

        /** Whether it has had nothing to do for so long; its first work has time to reach it. */
        boolean isIdleFor(Duration idle, Instant now) {
            return idleSince.filter(since -> !since.plus(idle).isAfter(now)).isPresent()
                    && !isAwaitingItsFirst(now);
        }

        /** Whether its agent came so lately that what it came for may not have reached it yet. */
        boolean isAwaitingItsFirst(Instant now) {
            return !hasWorked
                    && idleSince.filter(since -> since.plus(FIRST_WORK).isAfter(now)).isPresent();
        }

        /** That it is not connected is no news of an agent that is awaited. */
        Work disconnectedAt(Instant at) {
            return awaited.isPresent()
                    ? this
                    : new Work(
                            wasOnline,
                            hasWorked,
                            busy,
                            idleSince,
                            Optional.of(disconnected.orElse(at)),
                            awaited);
        }

        /** An agent that called in already is here. */
        Work awaitedSince(Instant restart) {
            return wasOnline
                    ? this
                    : new Work(
                            false,
                            false,
                            Busy.NONE,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(restart));
        }

        /**
         * Executors that hold work.
         *
         * @param onLastTry of these, so many whose work goes where nothing is reclaimed if it is
         *     reclaimed once more
         */
        public record Busy(int executors, int onLastTry) {
            static final Busy NONE = new Busy(0, 0);
        }
    }

    /**
     * How far it is on its way out.
     *
     * @param notice deadline of the reclaim announced for it; empty if there is none
     * @param drain why it takes no new work; empty while it does
     * @param drained whether it takes none and holds none
     * @param endAsked when its provider was last asked to end it; empty if it was not
     * @param atRisk when its cloud last signaled a raised risk; empty if it never did
     */
    public record Leaving(
            Optional<Instant> notice,
            Optional<Agents.Drain> drain,
            boolean drained,
            Optional<Instant> endAsked,
            Optional<Instant> atRisk) {

        /** As long as the hazard remembers half of it. */
        private static final Duration RISK_HOLDS = Duration.ofMinutes(30);

        static final Leaving STAYS =
                new Leaving(Optional.empty(), Optional.empty(), false, Optional.empty());

        /** Of an instance that no raised risk was signaled of. */
        public Leaving(
                Optional<Instant> notice,
                Optional<Agents.Drain> drain,
                boolean drained,
                Optional<Instant> endAsked) {
            this(notice, drain, drained, endAsked, Optional.empty());
        }

        /** Whether its cloud signaled a raised risk so lately that it still counts. */
        boolean isAtRisk(Instant now) {
            return atRisk.filter(since -> since.plus(RISK_HOLDS).isAfter(now)).isPresent();
        }

        Leaving noticed(Instant deadline) {
            Instant earliest = notice.filter(deadline::isAfter).orElse(deadline);
            return new Leaving(Optional.of(earliest), drain, drained, endAsked, atRisk);
        }

        Leaving draining(Agents.Drain why) {
            return new Leaving(notice, Optional.of(why), drained, endAsked, atRisk);
        }

        Leaving afterDrain() {
            return new Leaving(notice, drain, true, endAsked, atRisk);
        }

        Leaving endAskedAt(Instant at) {
            return new Leaving(notice, drain, drained, Optional.of(at), atRisk);
        }

        Leaving atRiskSince(Instant at) {
            return new Leaving(notice, drain, drained, endAsked, Optional.of(at));
        }
    }
}
