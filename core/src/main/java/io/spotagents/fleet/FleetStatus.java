package io.spotagents.fleet;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.TemplateKey;
import io.spotagents.selection.Plan;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the loop knew after its last step, for people. Immutable, safe to read from any thread.
 *
 * @param arrivals what may exist besides the members
 * @param plans the newest plan for each template that ever wanted instances
 * @param commitments how well what is paid for already is used, by source
 * @param hazards what the hazard model was last fitted to, and how good it was before
 * @param troubles what a person should know of sources that could not be called, by source
 * @param budgets how each budget stands, those of clouds first
 * @param reclaimsPerHour what to expect of the pool of each instance, by its id; 0 for what is not
 *     reclaimed
 */
public record FleetStatus(
        Instant at,
        List<Member> members,
        Arrivals arrivals,
        Map<TemplateKey, Plan> plans,
        MarketSnapshot market,
        SortedMap<String, CommitmentUse> commitments,
        Refit hazards,
        Map<String, String> troubles,
        List<BudgetStanding> budgets,
        Map<String, Double> reclaimsPerHour) {
    public FleetStatus {
        members = List.copyOf(members);
        plans = Map.copyOf(plans);
        commitments = Collections.unmodifiableSortedMap(new TreeMap<>(commitments));
        troubles = Map.copyOf(troubles);
        budgets = List.copyOf(budgets);
        reclaimsPerHour = Map.copyOf(reclaimsPerHour);
    }
}
