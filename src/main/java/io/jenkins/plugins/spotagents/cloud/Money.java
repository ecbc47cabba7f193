package io.jenkins.plugins.spotagents.cloud;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.spotagents.cost.Budget;
import io.spotagents.model.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.function.Function;

/**
 * Amounts of US dollars as settings hold them: text, as an empty one means that there is no limit,
 * and one that is none must not be taken for that.
 */
public final class Money {

    /** Beyond it, somebody meant another currency. */
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000);

    private static final int MICROS = 6;

    private Money() {}

    /** The amount; empty if there is none, or if it makes no sense. */
    public static Optional<Usd> usd(@CheckForNull String text) {
        try {
            BigDecimal dollars = new BigDecimal(Rules.trimmed(text));
            if (dollars.signum() <= 0 || dollars.compareTo(MOST) > 0) {
                return Optional.empty();
            }
            BigDecimal micros = dollars.movePointRight(MICROS).setScale(0, RoundingMode.HALF_UP);
            return Optional.of(new Usd(micros.longValueExact())).filter(Money::isPositive);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * What is wrong with an amount; nothing is if there is none.
     *
     * @param bad says so of a text
     */
    public static Optional<String> problem(
            @CheckForNull String text, Function<Object, String> bad) {
        return Rules.isBlank(text) || usd(text).isPresent()
                ? Optional.empty()
                : Optional.of(bad.apply(text));
    }

    /** The budget of a month. */
    static Optional<Budget> monthly(@CheckForNull String text, Budget.AtLimit atLimit) {
        return usd(text).map(limit -> new Budget(limit, Budget.Window.MONTH, atLimit));
    }

    /** What the form calls what happens once a budget is spent. */
    static String textOf(Budget.AtLimit atLimit) {
        return switch (atLimit) {
            case FINISH -> Messages.AtLimit_Finish();
            case STOP -> Messages.AtLimit_Stop();
        };
    }

    private static boolean isPositive(Usd amount) {
        return amount.micros() > 0;
    }
}
