package io.spotagents.market.traces;

import java.io.Serial;

/**
 * A trace or a price list that cannot be used. The message names the file, the place in it and what
 * is wrong, and is meant to be shown as it stands.
 */
public final class TraceException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    public TraceException(String message) {
        super(message);
    }

    public TraceException(String message, Throwable cause) {
        super(message, cause);
    }
}
