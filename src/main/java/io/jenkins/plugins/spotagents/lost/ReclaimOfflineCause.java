package io.jenkins.plugins.spotagents.lost;

import hudson.slaves.OfflineCause;
import io.spotagents.fleet.Agents;
import org.kohsuke.stapler.export.Exported;

/** Why an agent is offline or takes no new work: its instance drains, is reclaimed, or is gone. */
public final class ReclaimOfflineCause extends OfflineCause {
    private final String text;

    private ReclaimOfflineCause(String text) {
        this.text = text;
    }

    /** For an agent that takes no new work from now on. */
    public static ReclaimOfflineCause draining(Agents.Drain drain) {
        return new ReclaimOfflineCause(
                switch (drain.cause()) {
                    case RECLAIM ->
                            Messages.ReclaimOfflineCause_Reclaim(drain.deadline(), drain.reason());
                    case BUDGET_SPENT -> Messages.ReclaimOfflineCause_Budget(drain.reason());
                    case NOT_NEEDED -> Messages.ReclaimOfflineCause_NotNeeded(drain.reason());
                });
    }

    /** For an agent whose instance no longer exists. */
    public static ReclaimOfflineCause gone(String reason) {
        return new ReclaimOfflineCause(Messages.ReclaimOfflineCause_Gone(reason));
    }

    @Exported(name = "description")
    @Override
    public String toString() {
        return text;
    }
}
