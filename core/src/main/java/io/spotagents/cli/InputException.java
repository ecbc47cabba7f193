package io.spotagents.cli;

import java.io.Serial;
import java.nio.file.Path;

/** Input that cannot be used. The message names the place, what is wrong, and what to do. */
final class InputException extends IllegalArgumentException {

    @Serial private static final long serialVersionUID = 1L;

    /** Of an option, or of a place that the message names. */
    InputException(String message) {
        super(message);
    }

    InputException(Path file, String message) {
        super(file + ": " + message);
    }
}
