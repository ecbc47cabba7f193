package io.jenkins.plugins.spotagents.lost;

import java.util.Objects;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.support.steps.AgentErrorCondition;

/**
 * Why work was stopped: its instance is reclaimed, or gone. Pipeline's {@code retry(conditions:
 * [agent()])} accepts it, so whatever was stopped with it runs again on another agent.
 */
public final class Reclaimed extends CauseOfInterruption implements AgentErrorCondition.Retryable {
    private static final long serialVersionUID = 1L;

    /** One line; kept as text because the instance is forgotten long before the build is. */
    private final String text;

    Reclaimed(String text) {
        this.text = text;
    }

    @Override
    public String getShortDescription() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reclaimed reclaimed && reclaimed.text.equals(text);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(text);
    }
}
