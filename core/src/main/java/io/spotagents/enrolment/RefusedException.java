package io.spotagents.enrolment;

import java.io.Serial;

/** Somebody is not let in. Its message may be logged: it never holds what was sent as proof. */
public final class RefusedException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    private final RefusedBecause because;

    public RefusedException(RefusedBecause because) {
        super(because.sentence());
        this.because = because;
    }

    /**
     * @param detail adds to the reason; must hold neither a secret, nor text from outside that was
     *     not checked
     */
    public RefusedException(RefusedBecause because, String detail) {
        super(because.sentence() + " (" + detail + ")");
        this.because = because;
    }

    public RefusedBecause because() {
        return because;
    }
}
