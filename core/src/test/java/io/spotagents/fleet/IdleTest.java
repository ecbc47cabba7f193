package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.selection.PurchaseChoice;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When an agent that has nothing to do counts as idle. */
class IdleTest {

    private final FleetHarness fleet = new FleetHarness();

    /** Its queue counts it at once, so no work waits any more, and hands it over later. */
    @Test
    void anAgentThatCameForWorkIsNotIdleBeforeTheWorkHadTimeToReachIt() {
        fleet.configure(idleSeconds(1));
        fleet.demand(1);
        String id = fleet.prepared.get(0);
        fleet.loop.post(new FleetEvent.AgentWorks(id, 0));
        fleet.demand(0);

        fleet.pass(Duration.ofSeconds(59));
        assertThat(fleet.drained).isEmpty();
        assertThat(fleet.running()).containsExactly(id);

        fleet.pass(Duration.ofSeconds(1));
        assertThat(fleet.drained).containsKey(id);
    }

    @Test
    void anAgentThatHasWorkedIsIdleAsSoonAsItsTemplateSays() {
        fleet.configure(idleSeconds(1));
        fleet.demand(2);
        fleet.loop.post(new FleetEvent.AgentWorks(fleet.prepared.get(0), 1));
        fleet.loop.post(new FleetEvent.AgentWorks(fleet.prepared.get(0), 0));
        // Its build began and ended between two looks.
        fleet.loop.post(new FleetEvent.AgentWorks(fleet.prepared.get(1), 0));
        fleet.loop.post(
                new FleetEvent.WorkDone(fleet.prepared.get(1), "job", Duration.ofMillis(300)));
        fleet.demand(0);

        fleet.pass(Duration.ofSeconds(1));

        assertThat(fleet.drained).containsOnlyKeys(fleet.prepared);
    }

    private static Template idleSeconds(int seconds) {
        Template usual = FleetHarness.template(PurchaseChoice.SPOT, 10, Template.Reuse.REUSABLE);
        return new Template(
                usual.key(),
                usual.need(),
                usual.executors(),
                usual.maxInstances(),
                new Template.Lifetime(Duration.ofSeconds(seconds), Template.Reuse.REUSABLE));
    }
}
