package io.spotagents.provider.gcp;

import io.spotagents.provider.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Something read now and then. While it cannot be read anew, what was read last is answered, with
 * its age, until it is too old to be of use. Safe to use from any thread; one reads at a time.
 */
final class Cached<T> {

    private static final Logger LOGGER = Logger.getLogger(Cached.class.getName());

    private final InstantSource time;
    private final Life life;
    private final Reading<T> reading;
    private @Nullable Dated<T> last;

    Cached(InstantSource time, Life life, Reading<T> reading) {
        this.time = time;
        this.life = life;
        this.reading = reading;
    }

    /**
     * How long a value serves.
     *
     * @param fresh until it is read anew
     * @param usable for as long as it cannot be read anew; at least {@code fresh}
     */
    record Life(Duration fresh, Duration usable) {}

    /** What was read, and when. */
    record Dated<T>(T value, Instant at) {}

    /** Reads it anew. */
    interface Reading<T> {
        T read() throws ProviderException;
    }

    synchronized Dated<T> get() throws ProviderException {
        Instant now = time.instant();
        Dated<T> before = last;
        if (before != null && now.isBefore(before.at().plus(life.fresh))) {
            return before;
        }
        try {
            Dated<T> anew = new Dated<>(reading.read(), now);
            last = anew;
            return anew;
        } catch (ProviderException e) {
            if (before == null || !now.isBefore(before.at().plus(life.usable))) {
                throw e;
            }
            LOGGER.log(Level.FINE, e, () -> "What was read at " + before.at() + " serves on");
            return before;
        }
    }

    T value() throws ProviderException {
        return get().value();
    }
}
