package io.spotagents.cli;

import io.spotagents.selection.CheapestFirst;
import io.spotagents.selection.OnDemandOnly;
import io.spotagents.selection.RiskPriced;
import io.spotagents.selection.SelectionPolicy;
import java.time.Duration;

/** The policies that can be asked for a plan, by the names that replays use. */
final class Policies {

    static final String OURS = "spot-agents";
    static final String NAMES = OURS + ", cheapest, on-demand";

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
        return RiskPriced.Terms.USUAL.withUnit(unit.toMillis() / 3_600_000.0);
    }
}
