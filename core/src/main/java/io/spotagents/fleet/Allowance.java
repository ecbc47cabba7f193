package io.spotagents.fleet;

import io.spotagents.cost.BudgetStage;
import io.spotagents.model.Usd;
import java.util.Optional;

/**
 * What one template may still spend, as of one step.
 *
 * @param stage of the budget that is nearest to its end
 * @param hourlyRate most that all its new instances together may cost an hour; empty if there is no
 *     limit
 * @param stop why what runs has to stop; empty if it may go on
 */
record Allowance(BudgetStage stage, Optional<Usd> hourlyRate, Optional<String> stop) {

    /** No limit. */
    static final Allowance FREE =
            new Allowance(BudgetStage.NORMAL, Optional.empty(), Optional.empty());
}
