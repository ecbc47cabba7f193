package io.spotagents.store;

import io.spotagents.cost.Budget;
import io.spotagents.cost.CostSummary;
import io.spotagents.cost.Forecast;
import io.spotagents.cost.LedgerEntry;
import io.spotagents.model.Usd;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the dropped entries of a template cost. Of their months only the newest is told apart, as
 * budgets ask for the one that lasts.
 *
 * @param month empty if nothing was dropped since months are told apart
 */
record Dropped(CostSummary cost, Optional<Month> month) {

    static final Dropped NOTHING = new Dropped(CostSummary.NOTHING, Optional.empty());

    /**
     * A calendar month.
     *
     * @param begin in UTC
     * @param spent within it
     */
    record Month(Instant begin, Usd spent) {

        static Month of(LedgerEntry ended) {
            Instant end = ended.ran().until().orElse(ended.ran().from());
            Instant begin = Budget.Window.MONTH.start(end, end);
            return new Month(begin, Forecast.spent(List.of(ended), begin, end));
        }

        private Month plus(Month other) {
            if (!begin.equals(other.begin)) {
                return begin.isBefore(other.begin) ? other : this;
            }
            return new Month(begin, spent.plus(other.spent));
        }
    }

    /** With another entry, which has ended. */
    Dropped plus(LedgerEntry ended, CostSummary itsCost) {
        return plus(new Dropped(itsCost, Optional.of(Month.of(ended))));
    }

    Dropped plus(Dropped other) {
        Optional<Month> newest =
                month.isPresent() && other.month.isPresent()
                        ? Optional.of(month.get().plus(other.month.get()))
                        : month.or(other::month);
        return new Dropped(cost.plus(other.cost), newest);
    }

    /** What was spent in the month that begins then; nothing if a newer one is told apart. */
    Usd spentInMonth(Instant begin) {
        return month.filter(one -> one.begin.equals(begin)).map(Month::spent).orElse(Usd.ZERO);
    }
}
