package io.spotagents.cli;

import io.spotagents.portfolio.Demand;
import io.spotagents.portfolio.Work;
import io.spotagents.selection.CheapestFirst;
import io.spotagents.selection.OnDemandOnly;
import io.spotagents.selection.RiskPriced;
import io.spotagents.selection.SelectionPolicy;
import java.time.Duration;

/** The policies that can be asked for a plan, by the names that replays use. */
final class Policies {

    static final String OURS = "spot-agents";
    static final String NAMES = OURS + ", cheapest, on-demand";

    private static final double BOOT_HOURS = 200 / 3600.0;
    private static final double HOLD_HOURS = 2;
    private static final double HAZARD_FACTOR = 1;
    private static final double MARGIN = 0.1;
    private static final double LIKELY = 0.5;

    private Policies() {}

    /**
     * The policy of that name.
     *
     * @throws InputException if there is none
     */
    static SelectionPolicy named(String name, Duration unit) {
        return switch (name) {
            case OURS -> new RiskPriced(terms(unit));
            case "cheapest" -> new CheapestFirst();
            case "on-demand" -> new OnDemandOnly();
            default ->
                    throw new InputException(
                            "--policy has no \"" + name + "\"; write one of " + NAMES);
        };
    }

    /** The only place that knows how a fleet would choose. */
    private static RiskPriced.Terms terms(Duration unit) {
        double hours = unit.toMillis() / 3_600_000.0;
        Work work = new Work(hours, hours, HOLD_HOURS, Work.Delay.FREE);
        return new RiskPriced.Terms(
                work, Demand.Risk.usual(0), BOOT_HOURS, HAZARD_FACTOR, MARGIN, LIKELY);
    }
}
