package io.spotagents.provider.azure;

import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.cloud.Cached;
import java.util.logging.Logger;

/** Reads what is good to know and may be forbidden. */
final class Permitted {

    private static final Logger LOGGER = Logger.getLogger(Permitted.class.getName());

    private Permitted() {}

    /**
     * What is read; if nobody has permitted it, what else to go by.
     *
     * @param what for the log
     */
    static <T> T or(T otherwise, String what, Cached.Reading<T> reading) throws ProviderException {
        try {
            return reading.read();
        } catch (ProviderException e) {
            if (e.refusal().kind() != Kind.NOT_ALLOWED) {
                throw e;
            }
            LOGGER.info(() -> "Goes without " + what + ": " + e.getMessage());
            return otherwise;
        }
    }
}
