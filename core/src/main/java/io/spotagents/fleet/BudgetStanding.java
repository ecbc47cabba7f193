package io.spotagents.fleet;

import io.spotagents.cost.Budget;
import io.spotagents.cost.BudgetStage;
import io.spotagents.cost.Forecast;
import io.spotagents.model.TemplateKey;
import java.util.Comparator;
import java.util.Optional;

/**
 * How one budget stands, for people.
 *
 * @param forecast of this month, if nothing new is launched
 * @param sentence how it stands and what follows from that
 */
public record BudgetStanding(
        Scope scope, Budget budget, Forecast forecast, BudgetStage stage, String sentence) {

    /**
     * Whose spending a budget limits.
     *
     * @param template the one template, or all of the cloud's if absent
     */
    public record Scope(String cloud, Optional<String> template) implements Comparable<Scope> {

        private static final Comparator<Scope> ORDER =
                Comparator.comparing(Scope::cloud)
                        .thenComparing(scope -> scope.template.orElse(""));

        static Scope of(TemplateKey key) {
            return new Scope(key.cloud(), Optional.of(key.template()));
        }

        static Scope ofCloud(String cloud) {
            return new Scope(cloud, Optional.empty());
        }

        boolean holds(TemplateKey key) {
            return key.cloud().equals(cloud) && template.map(key.template()::equals).orElse(true);
        }

        @Override
        public int compareTo(Scope other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return template.map(name -> "template " + cloud + "/" + name).orElse("cloud " + cloud);
        }
    }
}
