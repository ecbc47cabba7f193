package io.jenkins.plugins.spotagents.cloud;

import io.spotagents.fleet.Spending;
import io.spotagents.fleet.Template;
import io.spotagents.model.Size;
import io.spotagents.model.TemplateKey;
import io.spotagents.selection.Need;
import java.time.Duration;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** What is configured for a template, as the core knows it. */
final class CoreTemplate {

    private CoreTemplate() {}

    /**
     * Only of a template of {@link SpotCloud#validTemplates}.
     *
     * @param qualifiedSourceNames the usable sources of its cloud; it keeps those it may use
     * @param usdPerGib what it costs to send data out of regions
     */
    static Template of(
            SpotTemplate template,
            String cloudName,
            SortedSet<String> qualifiedSourceNames,
            SortedMap<String, Double> usdPerGib) {
        SortedSet<String> used = new TreeSet<>(qualifiedSourceNames);
        SortedSet<String> named = template.sourceNames();
        if (!named.isEmpty()) {
            used.retainAll(
                    named.stream().map(name -> SpotCloud.qualified(cloudName, name)).toList());
        }
        Need need =
                new Need(
                        new Size(template.getCpus(), template.getMemoryMib()),
                        template.getOperatingSystem(),
                        template.getPurchases(),
                        used);
        return new Template(
                new TemplateKey(cloudName, template.getName()),
                template.getData().of(need, usdPerGib),
                template.getExecutors(),
                template.getMaxInstances(),
                new Template.Lifetime(
                        Duration.ofSeconds(template.getIdleSeconds()), template.getReuse()),
                new Spending(
                        Money.usd(template.getMaxHourlyPrice()),
                        Money.usd(template.getMaxHourlyRate()),
                        Money.monthly(template.getMonthlyBudget(), template.getAtBudgetLimit())),
                template.getReady().toTerms());
    }
}
