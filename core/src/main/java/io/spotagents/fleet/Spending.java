package io.spotagents.fleet;

import io.spotagents.cost.Budget;
import io.spotagents.model.Usd;
import java.util.Optional;

/**
 * What a template may cost; empty where there is no limit.
 *
 * @param hourlyPrice most that one instance may cost an hour, more than zero
 * @param hourlyRate most that all instances of the template together may cost an hour, more than
 *     zero
 * @param budget most that the template may spend in a calendar month
 */
public record Spending(
        Optional<Usd> hourlyPrice, Optional<Usd> hourlyRate, Optional<Budget> budget) {

    /** No limit. */
    public static final Spending UNLIMITED =
            new Spending(Optional.empty(), Optional.empty(), Optional.empty());

    public Spending {
        hourlyPrice.ifPresent(price -> requirePositive("hourlyPrice", price));
        hourlyRate.ifPresent(rate -> requirePositive("hourlyRate", rate));
        budget.ifPresent(Spending::requireMonthly);
    }

    private static void requirePositive(String field, Usd amount) {
        if (amount.micros() <= 0) {
            throw new IllegalArgumentException(field + " must be more than zero, not " + amount);
        }
    }

    private static void requireMonthly(Budget budget) {
        if (budget.window() != Budget.Window.MONTH) {
            throw new IllegalArgumentException(
                    "budget must be of a month, not of a " + budget.window());
        }
    }
}
