package io.spotagents.market;

import io.spotagents.model.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something a pool did, as this controller saw it: what hazard, launch success and speed are
 * learned from. Immutable.
 */
public sealed interface Observation {

    /** Of what pool, and when. */
    Seen seen();

    /** Which case it is; observations are bounded by it. */
    Kind kind();

    /** Calls the method for this case. */
    <T> T in(Cases<T> cases);

    /** The cases. Their names stand in users' files. */
    enum Kind {
        GRANTED,
        PARTLY_GRANTED,
        REFUSED,
        NOTICED,
        REBALANCE,
        LOST,
        WORKED,
        BOOTED,
        ENDED
    }

    /**
     * Where and when.
     *
     * @param source name of the source the pool was seen through
     * @param at when this controller learned of it, on its own clock
     */
    record Seen(String source, Pool pool, Instant at) {
        public Seen {
            if (source.isBlank()) {
                throw new IllegalArgumentException("source must not be empty");
            }
        }
    }

    /** Why a pool gave less than was asked for. The names stand in users' files. */
    enum Shortfall {
        NO_CAPACITY,
        QUOTA_REACHED,
        THROTTLED,
        NOT_ALLOWED,
        INVALID_REQUEST,
        OUTCOME_UNKNOWN
    }

    /** How a reclaim became known. The names stand in users' files. */
    enum Teller {
        AGENT,
        CLOUD_EVENT,
        LISTING,
        SILENCE
    }

    /**
     * A launch brought all that was asked for.
     *
     * @param count instances, at least 1
     */
    record Granted(Seen seen, int count) implements Observation {
        public Granted {
            requireAtLeastOne("count", count);
        }

        @Override
        public Kind kind() {
            return Kind.GRANTED;
        }

        @Override
        public <T> T in(Cases<T> cases) {
            return cases.granted(this);
        }
    }

    /**
     * A launch brought some of what was asked for.
     *
     * @param asked instances, more than {@code granted}
     * @param granted instances, at least 1
     * @param why what the provider said of the others
     */
    record PartlyGranted(Seen seen, int asked, int granted, Shortfall why) implements Observation {
        public PartlyGranted {
            requireAtLeastOne("granted", granted);
            if (asked <= granted) {
                throw new IllegalArgumentException(
                        "asked must be more than the " + granted + " granted, not " + asked);
            }
        }

        @Override
        public Kind kind() {
            return Kind.PARTLY_GRANTED;
        }

        @Override
        public <T> T in(Cases<T> cases) {
            return cases.partlyGranted(this);
        }
    }

    /**
     * A launch brought nothing.
     *
     * @param asked instances, at least 1
     */
    record Refused(Seen seen, int asked, Shortfall why) implements Observation {
        public Refused {
            requireAtLeastOne("asked", asked);
        }

        @Override
        public Kind kind() {
            return Kind.REFUSED;
        }

        @Override
        public <T> T in(Cases<T> cases) {
            return cases.refused(this);
        }
    }

    /**
     * The reclaim of one instance was announced.
     *
     * @param lead from learning of it to the announced end; zero if that had passed already
     */
    record Noticed(Seen seen, Teller teller, Duration lead) implements Observation {
        public Noticed {
            requireNotNegative("lead", lead);
        }

        @Override
        public Kind kind() {
            return Kind.NOTICED;
        }

        @Override
        public <T> T in(Cases<T> cases) {
            return cases.noticed(this);
        }
    }

    /** The provider signaled that one instance is at more risk than before. */
    record Rebalance(Seen seen) implements Observation {
        @Override
        public Kind kind() {
            return Kind.REBALANCE;
        }

        @Override
        public <T> T in(Cases<T> cases) {
            return cases.rebalance(this);
        }
    }

    /**
     * One instance was taken.
     *
     * @param lived from its launch until it was missed
     * @param warning from its notice until it was missed; empty if it had none
     */
    record Lost(Seen seen, Duration lived, Optional<Duration> warning) implements Observation {
        public Lost {
            requireNotNegative("lived", lived);
            warning.ifPresent(duration -> requireNotNegative("warning", duration));
        }

        @Override
        public Kind kind() {
            return Kind.LOST;
        }

        @Override
        public <T> T in(Cases<T> cases) {
            return cases.lost(this);
        }
    }

    /**
     * A piece of work was done on an instance of the pool's machine type.
     *
     * @param work what identifies the same work on another machine type, such as a test's name
     * @param took longer than zero
     */
    record Worked(Seen seen, String work, Duration took) implements Observation {
        public Worked {
            if (work.isBlank()) {
                throw new IllegalArgumentException("work must not be empty");
            }
            if (took.isZero() || took.isNegative()) {
                throw new IllegalArgumentException("took must be longer than zero, not " + took);
            }
        }

        @Override
        public Kind kind() {
            return Kind.WORKED;
        }

        @Override
        public <T> T in(Cases<T> cases) {
            return cases.worked(this);
        }
    }

    /**
     * The agent of one instance spoke for the first time.
     *
     * @param took from the launch until then
     */
    record Booted(Seen seen, Duration took) implements Observation {
        public Booted {
            requireNotNegative("took", took);
        }

        @Override
        public Kind kind() {
            return Kind.BOOTED;
        }

        @Override
        public <T> T in(Cases<T> cases) {
            return cases.booted(this);
        }
    }

    /**
     * One instance was ended by us, or ended itself; nobody took it. With losses, this tells how
     * long pools were watched.
     *
     * @param lived from its launch until it was gone
     */
    record Ended(Seen seen, Duration lived) implements Observation {
        public Ended {
            requireNotNegative("lived", lived);
        }

        @Override
        public Kind kind() {
            return Kind.ENDED;
        }

        @Override
        public <T> T in(Cases<T> cases) {
            return cases.ended(this);
        }
    }

    /** One method per case. */
    interface Cases<T> {
        T granted(Granted observation);

        T partlyGranted(PartlyGranted observation);

        T refused(Refused observation);

        T noticed(Noticed observation);

        T rebalance(Rebalance observation);

        T lost(Lost observation);

        T worked(Worked observation);

        T booted(Booted observation);

        T ended(Ended observation);
    }

    private static void requireAtLeastOne(String field, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(field + " must be at least 1, not " + value);
        }
    }

    private static void requireNotNegative(String field, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(field + " must not be negative, but is " + value);
        }
    }
}
