package io.spotagents.provider.cloud;

import io.spotagents.provider.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Something read now and then. While it cannot be read anew, what was read last is answered, with
 * its age, until it is too old to be of use. Safe to use from any thread; one reads at a time.
 */
public final class Cached<T> {

    private static final Logger LOGGER = Logger.getLogger(Cached.class.getName());

    private final InstantSource time;
    private final Life life;
    private final Reading<T> reading;
    private final Kept<T> kept;
    private boolean isRecalled;
    private @Nullable Dated<T> last;
    private @Nullable Failure failure;

    public Cached(InstantSource time, Life life, Reading<T> reading) {
        this(time, life, reading, new Forgotten<>());
    }

    /**
     * @param kept where it survives a restart
     */
    public Cached(InstantSource time, Life life, Reading<T> reading, Kept<T> kept) {
        this.time = time;
        this.life = life;
        this.reading = reading;
        this.kept = kept;
    }

    /**
     * How long a value serves.
     *
     * @param fresh until it is read anew
     * @param usable for as long as it cannot be read anew; at least {@code fresh}
     * @param pause after a failure, until it is tried again
     */
    public record Life(Duration fresh, Duration usable, Duration pause) {

        /** Tried again each time that it is asked for. */
        public Life(Duration fresh, Duration usable) {
            this(fresh, usable, Duration.ZERO);
        }
    }

    /** What was read, and when. */
    public record Dated<T>(T value, Instant at) {}

    /** Reads it anew. */
    public interface Reading<T> {
        T read() throws ProviderException;
    }

    /** Where what was read survives a restart. */
    public interface Kept<T> {

        /** What was read last; empty if nothing was, or it is of no use. */
        Optional<Dated<T>> recall() throws ProviderException;

        void keep(Dated<T> read) throws ProviderException;
    }

    private record Failure(ProviderException cause, Instant until) {}

    private static final class Forgotten<T> implements Kept<T> {

        @Override
        public Optional<Dated<T>> recall() {
            return Optional.empty();
        }

        @Override
        public void keep(Dated<T> read) {
            // Lives in memory alone.
        }
    }

    public synchronized Dated<T> get() throws ProviderException {
        Instant now = time.instant();
        recall();
        Dated<T> before = last;
        if (before != null && now.isBefore(before.at().plus(life.fresh))) {
            return before;
        }
        Failure failed = failure;
        if (failed != null && now.isBefore(failed.until())) {
            return usable(before, now, failed.cause());
        }
        try {
            Dated<T> anew = new Dated<>(reading.read(), now);
            last = anew;
            failure = null;
            kept.keep(anew);
            return anew;
        } catch (ProviderException e) {
            failure = new Failure(e, now.plus(life.pause));
            return usable(before, now, e);
        }
    }

    public T value() throws ProviderException {
        return get().value();
    }

    private void recall() throws ProviderException {
        if (!isRecalled) {
            last = kept.recall().orElse(null);
            isRecalled = true;
        }
    }

    private Dated<T> usable(@Nullable Dated<T> before, Instant now, ProviderException why)
            throws ProviderException {
        if (before == null || !now.isBefore(before.at().plus(life.usable))) {
            throw why;
        }
        LOGGER.log(Level.FINE, why, () -> "What was read at " + before.at() + " serves on");
        return before;
    }
}
