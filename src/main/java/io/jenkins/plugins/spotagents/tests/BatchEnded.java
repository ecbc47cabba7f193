package io.jenkins.plugins.spotagents.tests;

import java.io.Serial;
import java.util.Objects;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Why a body of {@code spotTests} was ended that nobody failed, and nobody aborted. */
final class BatchEnded extends CauseOfInterruption {

    @Serial private static final long serialVersionUID = 1L;

    private final String why;

    BatchEnded(String why) {
        this.why = why;
    }

    static boolean isWhy(FlowInterruptedException interruption) {
        return interruption.getCauses().stream().anyMatch(BatchEnded.class::isInstance);
    }

    @Override
    public String getShortDescription() {
        return why;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BatchEnded ended && ended.why.equals(why);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(why);
    }
}
