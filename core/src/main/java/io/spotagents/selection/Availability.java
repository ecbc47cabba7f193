package io.spotagents.selection;

import io.spotagents.model.Pool;
import java.util.Optional;

/** What keeps us from asking a pool just now. */
public interface Availability {

    /** Why a pool of a source is not to be asked; empty if it may be. */
    Optional<String> whyNot(String source, Pool pool);

    /** Most instances to ask of a pool in one call; a policy may heed it or not. */
    default int mostAtOnce(String source, Pool pool) {
        return whyNot(source, pool).isPresent() ? 0 : Integer.MAX_VALUE;
    }

    /** How likely it is that a pool grants so many instances, above 0 and at most 1. */
    default double successProbability(String source, Pool pool, int count) {
        return 1;
    }
}
