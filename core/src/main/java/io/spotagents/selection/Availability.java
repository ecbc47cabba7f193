package io.spotagents.selection;

import io.spotagents.model.Pool;
import java.util.Optional;

/** What keeps us from asking a pool just now. */
public interface Availability {

    /** Why a pool of a source is not to be asked; empty if it may be. */
    Optional<String> whyNot(String source, Pool pool);
}
