package io.jenkins.plugins.spotagents.lost;

import java.util.Objects;
import jenkins.model.CauseOfInterruption;

/**
 * Why work was stopped: the budget it ran on is spent. No retry takes it up again, as there would
 * be nothing to run it on.
 */
public final class BudgetSpent extends CauseOfInterruption {
    private static final long serialVersionUID = 1L;

    private final String text;

    BudgetSpent(String text) {
        this.text = text;
    }

    @Override
    public String getShortDescription() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BudgetSpent spent && spent.text.equals(text);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(text);
    }
}
