package io.spotagents.sim;

import io.spotagents.portfolio.Demand;
import io.spotagents.portfolio.Work;
import io.spotagents.selection.RiskPriced;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Our policy beside the yardsticks. */
final class Ours {

    static final String NAME = "spot-agents";

    private Ours() {}

    /** Ours first, and all that run along. */
    static List<Contender> andYardsticks() {
        List<Contender> all = new ArrayList<>(Contenders.all());
        if (all.stream().noneMatch(one -> one.name().equals(NAME))) {
            all.add(0, new Weighed());
        }
        return all;
    }

    static Contender contender() {
        return andYardsticks().stream()
                .filter(one -> one.name().equals(NAME))
                .findFirst()
                .orElseThrow();
    }

    private record Weighed() implements Contender {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public RiskPriced policy(Run run) {
            double unit = hours(run.work().unit());
            Work work = new Work(unit, unit, 2, Work.Delay.FREE);
            double boot = hours(CloudRules.AWS.boot());
            return new RiskPriced(
                    new RiskPriced.Terms(work, Demand.Risk.usual(0.1), boot, 2, 0.2, 0.3));
        }

        private static double hours(Duration duration) {
            return duration.toMillis() / 3_600_000.0;
        }
    }
}
