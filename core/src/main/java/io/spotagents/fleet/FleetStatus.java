package io.spotagents.fleet;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.TemplateKey;
import io.spotagents.selection.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the loop knew after its last step, for people. Immutable, safe to read from any thread.
 *
 * @param plans the newest plan for each template that ever wanted instances
 * @param troubles what a person should know of sources that could not be called, by source
 * @param budgets how each budget stands, those of clouds first
 */
public record FleetStatus(
        Instant at,
        List<Member> members,
        Map<TemplateKey, Plan> plans,
        MarketSnapshot market,
        Map<String, String> troubles,
        List<BudgetStanding> budgets) {
    public FleetStatus {
        members = List.copyOf(members);
        plans = Map.copyOf(plans);
        troubles = Map.copyOf(troubles);
        budgets = List.copyOf(budgets);
    }
}
