package io.spotagents.fleet;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.TemplateKey;
import io.spotagents.selection.Outlook;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * All that a decision may know, at one moment. The same view always gives the same decision.
 *
 * @param demand work that waits for executors beyond what exists
 * @param allowances what may still be spent, by template; absent if nothing limits it
 */
record FleetView(
        Instant now,
        SortedMap<TemplateKey, Template> templates,
        Instances instances,
        Map<TemplateKey, Waiting> demand,
        Market market,
        Map<TemplateKey, Allowance> allowances) {

    /** The same, with what may still be spent. */
    FleetView with(Map<TemplateKey, Allowance> allowed) {
        return new FleetView(now, templates, instances, demand, market, allowed);
    }

    /** The same, with other demand. */
    FleetView withDemand(Map<TemplateKey, Waiting> changed) {
        return new FleetView(now, templates, instances, changed, market, allowances);
    }

    /** The hazard of each member's pool, by the member's id. */
    Map<String, Double> reclaimsPerHour() {
        Map<String, Double> hazards = new HashMap<>();
        instances
                .members()
                .forEach(
                        (id, member) ->
                                hazards.put(
                                        id,
                                        market.outlook()
                                                .hazardPerHour(
                                                        member.source(),
                                                        member.instance().pool())));
        return hazards;
    }

    /** What a template may still spend. */
    Allowance allowance(TemplateKey template) {
        return allowances.getOrDefault(template, Allowance.FREE);
    }

    /** What waits for a template. */
    Waiting waiting(Template template) {
        return demand.getOrDefault(template.key(), Waiting.NOTHING);
    }

    /**
     * What exists, and what may come to exist.
     *
     * @param members instances by id
     * @param launching intents whose outcome is not known yet
     */
    record Instances(
            SortedMap<String, Member> members, List<LaunchIntent> launching, Control control) {}

    /**
     * What can be had.
     *
     * @param free what is paid for already, and not used
     * @param quotas what may be used at once, and is not
     * @param spots whether spot is to be had, for templates whose work has a deadline
     */
    record Market(
            MarketSnapshot snapshot,
            Outlook outlook,
            FreeCommitments.Free free,
            QuotaRoom quotas,
            SortedMap<TemplateKey, SpotWatch.Seen> spots) {}

    /**
     * Over which instances this loop has control. A copied home directory carries the controller id
     * of its original; so what was there before this loop began is ended only once one of those
     * agents has come back here.
     *
     * @param unheard sources that have not told yet what exists there, and may still: whoever
     *     launches before they have launches twice
     * @param silent sources that do not tell any more what exists
     * @param sources those that can be asked; of others there may still be instances
     */
    record Control(
            Instant begun,
            boolean confirmed,
            Set<String> unheard,
            Set<String> silent,
            Set<String> sources) {
        Control {
            unheard = Set.copyOf(unheard);
            silent = Set.copyOf(silent);
            sources = Set.copyOf(sources);
        }

        boolean reaches(Member member) {
            return sources.contains(member.source());
        }

        boolean mayEnd(Member member) {
            return confirmed || !member.instance().launchedAt().isBefore(begun);
        }
    }
}
