package io.spotagents.store;

import java.io.Serial;

/**
 * The store cannot be opened or written. The message names the file and says what a person can do;
 * whatever was written before is still in the file.
 */
public final class StoreException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
