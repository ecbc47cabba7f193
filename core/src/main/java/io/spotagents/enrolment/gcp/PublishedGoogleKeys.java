package io.spotagents.enrolment.gcp;

import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Google's keys as it publishes them, read anew each hour, and when a token names one that is not
 * known. While Google does not answer, those that were read serve for a day: it publishes a key
 * days before it signs by it, and leaves it there until all that it signed has run out. Read at
 * most once a minute, whatever callers send, and by one thread: the others wait only for a key that
 * is not known. Safe to use from any thread.
 */
public final class PublishedGoogleKeys implements GoogleKeys {

    private static final Logger LOGGER = Logger.getLogger(PublishedGoogleKeys.class.getName());

    static final Duration FRESH = Duration.ofHours(1);
    static final Duration USABLE = Duration.ofDays(1);
    static final Duration PAUSE = Duration.ofMinutes(1);

    private final Source source;
    private volatile @Nullable Read last;
    private Instant notBefore = Instant.MIN;

    public PublishedGoogleKeys(Source source) {
        this.source = source;
    }

    /** Where the keys are read. */
    public interface Source {

        /** The key set, as JSON. Answers or fails within seconds. */
        byte[] read() throws IOException;
    }

    private record Read(GoogleKeySet keys, Instant at) {

        boolean serves(Instant now, Duration life) {
            return now.isBefore(at.plus(life));
        }
    }

    @Override
    public Optional<RSAPublicKey> find(String name, Instant now) {
        Optional<RSAPublicKey> known = known(name, now, FRESH);
        return known.isPresent() ? known : anew(name, now);
    }

    private Optional<RSAPublicKey> known(String name, Instant now, Duration life) {
        Read read = last;
        return read != null && read.serves(now, life)
                ? read.keys().find(name, now)
                : Optional.empty();
    }

    private synchronized Optional<RSAPublicKey> anew(String name, Instant now) {
        Optional<RSAPublicKey> known = known(name, now, FRESH);
        if (known.isEmpty() && !now.isBefore(notBefore)) {
            notBefore = now.plus(PAUSE);
            try {
                last = new Read(GoogleKeySet.parse(source.read()), now);
            } catch (IOException e) {
                LOGGER.log(
                        Level.WARNING,
                        "Google's keys cannot be read: instances are let in by those that are"
                                + " known, as long as these serve. Check that the controller"
                                + " reaches www.googleapis.com.",
                        e);
            }
        }
        return known(name, now, USABLE);
    }
}
