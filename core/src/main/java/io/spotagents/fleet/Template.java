package io.spotagents.fleet;

import io.spotagents.model.TemplateKey;
import io.spotagents.ready.ReadyTerms;
import io.spotagents.selection.Need;
import java.time.Duration;

/**
 * What the administrator configured for some labels, as far as the loop has to know it.
 *
 * @param executors builds that one instance runs at once, at least 1
 * @param maxInstances most instances of this template at any time, planned ones counted; at least 1
 * @param lifetime when an instance that still could work is ended all the same
 * @param spending what its instances may cost
 * @param ready how many of its agents are kept ready for work that has not come yet
 */
public record Template(
        TemplateKey key,
        Need need,
        int executors,
        int maxInstances,
        Lifetime lifetime,
        Spending spending,
        ReadyTerms ready) {
    public Template {
        if (executors < 1) {
            throw new IllegalArgumentException("executors must be at least 1, not " + executors);
        }
        if (maxInstances < 1) {
            throw new IllegalArgumentException(
                    "maxInstances must be at least 1, not " + maxInstances);
        }
    }

    /** Whose instances may cost what they will, and of which none is kept ready. */
    public Template(
            TemplateKey key, Need need, int executors, int maxInstances, Lifetime lifetime) {
        this(key, need, executors, maxInstances, lifetime, Spending.UNLIMITED, ReadyTerms.NONE);
    }

    /** The same with limits to what its instances cost. */
    public Template with(Spending limits) {
        return new Template(key, need, executors, maxInstances, lifetime, limits, ready);
    }

    /** The same with agents that are kept ready. */
    public Template with(ReadyTerms terms) {
        return new Template(key, need, executors, maxInstances, lifetime, spending, terms);
    }

    /**
     * When an instance is ended although nobody reclaims it.
     *
     * @param idle how long an agent may have nothing to do; not negative
     * @param reuse whether an agent takes more work after its first
     */
    public record Lifetime(Duration idle, Reuse reuse) {
        public Lifetime {
            if (idle.isNegative()) {
                throw new IllegalArgumentException("idle must not be negative, but is " + idle);
            }
        }
    }

    /** How often an agent is used. */
    public enum Reuse {
        /** One build, then the instance is ended: nothing of it meets the next build. */
        ONE_SHOT,
        /** As many builds as come before it is idle for too long. */
        REUSABLE
    }
}
