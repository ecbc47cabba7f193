package io.spotagents.fleet;

import io.spotagents.cost.Budget;
import io.spotagents.cost.BudgetGuard;
import io.spotagents.cost.BudgetStage;
import io.spotagents.cost.Forecast;
import io.spotagents.cost.Remaining;
import io.spotagents.cost.SpendingBook;
import io.spotagents.fleet.BudgetStanding.Scope;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Holds every template and cloud within what is configured: a guard for each budget, which sees the
 * month's ledger and what runs. A template obeys the budget that is nearest to its end. Not
 * thread-safe: the loop owns it.
 */
final class Budgets {

    private static final Logger LOGGER = Logger.getLogger(Budgets.class.getName());

    private final SpendingBook book;
    private final Prices prices = new Prices();
    private final SortedMap<Scope, BudgetGuard> guards = new TreeMap<>();
    private final UsualTimes usual;

    Budgets(SpendingBook book, UsualTimes usual) {
        this.book = book;
        this.usual = usual;
    }

    /**
     * What may be spent from now on.
     *
     * @param allowances by template; absent if nothing limits it
     */
    record Look(SortedMap<TemplateKey, Allowance> allowances, List<BudgetStanding> standings) {}

    /**
     * Looks at how things stand, and tells of stages that begin.
     *
     * @param clouds budgets of clouds by name
     */
    Look look(FleetView view, Map<String, Budget> clouds) {
        SortedMap<Scope, Budget> budgets = configured(view, clouds);
        guards.keySet().retainAll(budgets.keySet());
        remember(view);
        Costs costs = new Costs(view, prices, usual);
        List<BudgetStanding> standings = standings(budgets, costs, view);
        SortedMap<TemplateKey, Allowance> allowances = new TreeMap<>();
        for (Template template : view.templates().values()) {
            allowances.put(template.key(), allowance(view, template, standings, costs));
        }
        return new Look(allowances, standings);
    }

    private static SortedMap<Scope, Budget> configured(FleetView view, Map<String, Budget> clouds) {
        SortedMap<Scope, Budget> budgets = new TreeMap<>();
        clouds.forEach((cloud, budget) -> budgets.put(Scope.ofCloud(cloud), budget));
        view.templates()
                .values()
                .forEach(
                        template ->
                                template.spending()
                                        .budget()
                                        .ifPresent(
                                                budget ->
                                                        budgets.put(
                                                                Scope.of(template.key()), budget)));
        return budgets;
    }

    /** Nothing waits while all is running, but then the forecast matters most. */
    private void remember(FleetView view) {
        usual.retain(view.templates().keySet());
        view.demand()
                .forEach(
                        (key, waiting) ->
                                waiting.usualDuration()
                                        .ifPresent(time -> usual.estimated(key, time)));
    }

    private List<BudgetStanding> standings(
            SortedMap<Scope, Budget> budgets, Costs costs, FleetView view) {
        if (budgets.isEmpty()) {
            return List.of();
        }
        SortedMap<TemplateKey, Usd> spent = book.spentInMonth(view.now());
        SortedMap<TemplateKey, List<Remaining>> remaining = costs.remaining();
        List<BudgetStanding> standings = new ArrayList<>();
        budgets.forEach(
                (scope, budget) -> {
                    Usd already = Usd.ZERO;
                    for (Map.Entry<TemplateKey, Usd> one : spent.entrySet()) {
                        already =
                                scope.holds(one.getKey()) ? already.plus(one.getValue()) : already;
                    }
                    List<Remaining> runs = new ArrayList<>();
                    remaining.forEach((key, some) -> addIf(scope.holds(key), some, runs));
                    standings.add(standing(scope, budget, Forecast.of(already, runs)));
                });
        return standings;
    }

    private static void addIf(boolean wanted, List<Remaining> some, List<Remaining> to) {
        if (wanted) {
            to.addAll(some);
        }
    }

    private BudgetStanding standing(Scope scope, Budget budget, Forecast forecast) {
        BudgetGuard guard = guards.get(scope);
        if (guard == null || !guard.budget().equals(budget)) {
            guard = new BudgetGuard(budget);
            guards.put(scope, guard);
        }
        guard.look(forecast)
                .ifPresent(change -> LOGGER.log(level(change), () -> told(scope, change)));
        return new BudgetStanding(
                scope, budget, forecast, guard.stage(), guard.explained(forecast));
    }

    /** Nothing new means that work waits until a person, or the next month, ends it. */
    private static Level level(BudgetGuard.Change change) {
        return change.after().admitsNew() ? Level.INFO : Level.WARNING;
    }

    private static String told(Scope scope, BudgetGuard.Change change) {
        return "Of the " + scope + ": " + change.sentence();
    }

    private static Allowance allowance(
            FleetView view, Template template, List<BudgetStanding> standings, Costs costs) {
        List<BudgetStanding> own =
                standings.stream().filter(one -> one.scope().holds(template.key())).toList();
        BudgetStage stage =
                own.stream()
                        .map(BudgetStanding::stage)
                        .max(BudgetStage::compareTo)
                        .orElse(BudgetStage.NORMAL);
        Optional<String> stop =
                own.stream()
                        .filter(one -> one.stage() == BudgetStage.SPENT)
                        .filter(one -> one.budget().atLimit() == Budget.AtLimit.STOP)
                        .map(BudgetStanding::sentence)
                        .findFirst();
        Optional<Usd> rate =
                Stream.concat(
                                template.spending().hourlyRate().stream()
                                        .map(most -> left(most, costs.hourly(template.key()))),
                                own.stream().map(one -> rate(view, one, template.key(), costs)))
                        .min(Usd::compareTo);
        return new Allowance(stage, rate, stop);
    }

    /** What is left of a budget, over the hours a new instance costs, shared by those that want. */
    private static Usd rate(FleetView view, BudgetStanding standing, TemplateKey key, Costs costs) {
        Usd left = left(standing.budget().limit(), standing.forecast().total());
        long wanting =
                view.demand().entrySet().stream()
                        .filter(entry -> standing.scope().holds(entry.getKey()))
                        .filter(entry -> entry.getValue().executors() > 0)
                        .count();
        double hours = costs.lifetimeHours(key);
        return new Usd((long) (left.micros() / (Math.max(1, wanting) * hours)));
    }

    private static Usd left(Usd limit, Usd used) {
        return used.compareTo(limit) < 0 ? limit.minus(used) : Usd.ZERO;
    }
}
