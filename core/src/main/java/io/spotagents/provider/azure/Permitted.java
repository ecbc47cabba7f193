package io.spotagents.provider.azure;

import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.cloud.AccountTroubles;
import io.spotagents.provider.cloud.Cached;

/** Reads what is good to know and may be forbidden. Safe to use from any thread. */
final class Permitted {

    private final AccountTroubles troubles;

    /**
     * @param troubles where it is told what is forbidden
     */
    Permitted(AccountTroubles troubles) {
        this.troubles = troubles;
    }

    /**
     * What is read; if nobody has permitted it, what else to go by.
     *
     * @param what for people
     */
    <T> T or(T otherwise, String what, Cached.Reading<T> reading) throws ProviderException {
        try {
            T read = reading.read();
            troubles.over(what);
            return read;
        } catch (ProviderException e) {
            if (e.refusal().kind() != Kind.NOT_ALLOWED) {
                throw e;
            }
            troubles.met(what, e.refusal().message() + ": goes without " + what);
            return otherwise;
        }
    }
}
