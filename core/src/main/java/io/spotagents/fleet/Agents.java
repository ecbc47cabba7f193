package io.spotagents.fleet;

import java.time.Instant;

/**
 * The other side of the fleet: whoever gives instances their work (Jenkins, or the demo). Called by
 * the loop; must return at once and may do the rest elsewhere. Every call may be repeated.
 */
public interface Agents {

    /** The instance exists and will call: be ready for it. */
    void prepare(Member member, Template template);

    /**
     * Give the instance no new work. Once it holds none, post {@link FleetEvent.AgentDrained}; that
     * is what ends it.
     */
    void drain(String instanceId, Drain drain);

    /** The instance is gone, or about to be ended: forget it. */
    void remove(String instanceId, String reason);

    /**
     * Why and until when an agent drains.
     *
     * @param deadline when the instance stops at the latest; {@link Instant#MAX} if nobody takes it
     */
    record Drain(Cause cause, Instant deadline, String reason) {}

    /** What made an agent drain, as far as its work is concerned. */
    enum Cause {
        /** The instance will be taken at the deadline: work has to go elsewhere before. */
        RECLAIM,
        /** Nobody needs it: what it still does, it may finish. */
        NOT_NEEDED,
        /** Its budget is spent: its work stops, is not done again, and may clean up until then. */
        BUDGET_SPENT
    }
}
