package io.spotagents.provider.aws;

import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * Something that makes better choices if it can be read, and that all works without. Why it cannot
 * be read is told once. Safe to use from any thread.
 */
final class Helpful<T> {

    private static final Logger LOGGER = Logger.getLogger(Helpful.class.getName());

    private final String without;
    private final Cached<T> cached;
    private String trouble = "";

    /**
     * @param without what happens without it, for people
     */
    Helpful(String without, Cached<T> cached) {
        this.without = without;
        this.cached = cached;
    }

    /** Empty if it cannot be read. */
    synchronized Optional<Cached.Dated<T>> get() {
        try {
            Cached.Dated<T> read = cached.get();
            trouble = "";
            return Optional.of(read);
        } catch (ProviderException e) {
            String now = e.refusal().message() + ": " + without;
            if (!now.equals(trouble)) {
                trouble = now;
                LOGGER.warning(now);
            }
            return Optional.empty();
        }
    }

    /** Why there is nothing, for people; empty while there is. */
    synchronized Optional<String> trouble() {
        return Optional.of(trouble).filter(text -> !text.isEmpty());
    }
}
