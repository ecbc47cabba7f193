package io.spotagents.cost;

import io.spotagents.model.Usd;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Holds spending within a budget. The forecast decides until the last stage; that everything is
 * spent has to be a fact, as work may be stopped for it. Not thread-safe: one owner.
 */
public final class BudgetGuard {

    /** Percent of the limit at which the forecast calls for cheaper choices. */
    public static final int CHEAPER_PERCENT = 80;

    /** Percent of the limit at which the forecast allows nothing new. */
    public static final int NOTHING_NEW_PERCENT = 95;

    /** A stage ends only so many percent below where it began, so that it does not flap. */
    public static final int GAP_PERCENT = 5;

    private static final int ALL_PERCENT = 100;

    private final Budget budget;
    private BudgetStage stage = BudgetStage.NORMAL;

    public BudgetGuard(Budget budget) {
        this.budget = budget;
    }

    /**
     * Another stage than before.
     *
     * @param sentence what happens from now on and why, for people
     */
    public record Change(BudgetStage before, BudgetStage after, String sentence) {}

    /**
     * Whether instances may be launched.
     *
     * @param reason why not, or how much is left, for people
     */
    public record Admission(boolean admitted, String reason) {}

    public Budget budget() {
        return budget;
    }

    public BudgetStage stage() {
        return stage;
    }

    /** How things stand and what follows from it, in one sentence for people. */
    public String explained(Forecast forecast) {
        return stage == BudgetStage.NORMAL ? standing(forecast) + "." : sentence(forecast);
    }

    /** Looks at how things stand. Empty if the stage stays. */
    public Optional<Change> look(Forecast forecast) {
        BudgetStage before = stage;
        stage = next(before, forecast);
        return stage == before
                ? Optional.empty()
                : Optional.of(new Change(before, stage, sentence(forecast)));
    }

    private BudgetStage next(BudgetStage before, Forecast forecast) {
        BudgetStage reached = reached(forecast, 0);
        BudgetStage held = reached(forecast, GAP_PERCENT);
        BudgetStage kept = before.compareTo(held) < 0 ? before : held;
        return reached.compareTo(kept) > 0 ? reached : kept;
    }

    private BudgetStage reached(Forecast forecast, int gap) {
        if (isAtLeast(forecast.spent(), ALL_PERCENT - gap)) {
            return BudgetStage.SPENT;
        }
        if (isAtLeast(forecast.total(), NOTHING_NEW_PERCENT - gap)) {
            return BudgetStage.NOTHING_NEW;
        }
        return isAtLeast(forecast.total(), CHEAPER_PERCENT - gap)
                ? BudgetStage.CHEAPER
                : BudgetStage.NORMAL;
    }

    /** Exact, so that a threshold is met by its very amount. */
    private boolean isAtLeast(Usd amount, int percent) {
        return Math.multiplyExact(amount.micros(), ALL_PERCENT)
                >= Math.multiplyExact(budget.limit().micros(), percent);
    }

    /** Whether all of these may be launched together. Changes nothing. */
    public Admission admits(Forecast forecast, Collection<Remaining> more) {
        BudgetStage now = next(stage, forecast);
        if (!now.admitsNew()) {
            return new Admission(false, standing(forecast) + ": nothing new is launched");
        }
        Forecast then = forecast.plus(more);
        if (then.total().compareTo(budget.limit()) > 0) {
            return new Admission(
                    false,
                    standing(forecast)
                            + ", and "
                            + then.total().minus(forecast.total())
                            + " more would exceed it");
        }
        return new Admission(
                true, budget.limit().minus(then.total()) + " left of the budget of " + named());
    }

    /** Most of so many equal instances that may be launched together. */
    public int most(Forecast forecast, Remaining each, int wanted) {
        if (wanted < 0) {
            throw new IllegalArgumentException("wanted must not be negative, but is " + wanted);
        }
        if (!next(stage, forecast).admitsNew()) {
            return 0;
        }
        long left = budget.limit().minus(forecast.total()).micros();
        long price = Forecast.of(Usd.ZERO, List.of(each)).total().micros();
        if (left < 0) {
            return 0;
        }
        return price == 0 ? wanted : (int) Math.min(wanted, left / price);
    }

    private String sentence(Forecast forecast) {
        return standing(forecast) + ": " + consequence() + ".";
    }

    private String consequence() {
        return switch (stage) {
            case NORMAL -> "speed and safety count again";
            case CHEAPER -> "from now on the cheapest choice wins, even if it is slower";
            case NOTHING_NEW -> "nothing new is launched, and what runs goes on";
            case SPENT ->
                    switch (budget.atLimit()) {
                        case FINISH -> "what runs may finish, and nothing new is launched";
                        case STOP -> "what runs is stopped, and nothing new is launched";
                    };
        };
    }

    private String standing(Forecast forecast) {
        return "The budget of "
                + named()
                + " has "
                + forecast.spent()
                + " spent and "
                + forecast.total()
                + " forecast ("
                + percent(forecast.total())
                + " %)";
    }

    private String named() {
        return budget.limit() + " for this " + budget.window();
    }

    private long percent(Usd amount) {
        return Math.multiplyExact(amount.micros(), ALL_PERCENT) / budget.limit().micros();
    }
}
