package io.spotagents.provider;

import java.io.Serial;

/** A call to a provider that failed, with what that calls for. */
public final class ProviderException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public ProviderException(Refusal refusal) {
        super(refusal.kind() + ": " + refusal.message());
        this.refusal = refusal;
    }

    public ProviderException(Refusal refusal, Throwable cause) {
        super(refusal.kind() + ": " + refusal.message(), cause);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
