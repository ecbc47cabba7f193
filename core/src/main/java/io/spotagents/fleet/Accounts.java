package io.spotagents.fleet;

import java.time.Duration;
import java.util.Collection;

/** What accounts themselves told: what they have paid for, and what they may use at once. */
record Accounts(FreeCommitments paidFor, QuotaBook quotas) {

    /** Of none yet. */
    Accounts(Duration lag) {
        this(new FreeCommitments(lag), new QuotaBook(lag));
    }

    /** Sources that are configured still; what was told of others is forgotten. */
    void retain(Collection<String> sources) {
        paidFor.retain(sources);
        quotas.retain(sources);
    }
}
