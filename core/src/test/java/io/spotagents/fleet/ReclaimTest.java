package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.reclaim.Notice;
import io.spotagents.testing.FakeProvider.Call;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReclaimTest {

    private static final Duration LEAD = Duration.ofMinutes(2);

    private final FleetHarness fleet = new FleetHarness();

    @Test
    void aNoticeDrainsTheAgentAndAsksForAReplacementAtOnce() {
        fleet.demand(1);
        String lost = fleet.prepared.get(0);
        fleet.allWork();

        fleet.notice(lost, LEAD);

        assertThat(fleet.drained.get(lost).cause()).isEqualTo(Agents.Cause.RECLAIM);
        assertThat(fleet.drained.get(lost).deadline()).isEqualTo(fleet.time.instant().plus(LEAD));
        assertThat(fleet.running()).hasSize(2);
    }

    @Test
    void theReplacementComesFromAnotherPool() {
        fleet.demand(1);
        fleet.allWork();

        fleet.notice(fleet.prepared.get(0), LEAD);

        assertThat(fleet.provider.instances())
                .extracting(instance -> instance.pool())
                .containsExactly(Pools.SPOT_A, Pools.SPOT_B);
    }

    @Test
    void isExpectedMoreOftenOfAPoolThatWasReclaimed() {
        fleet.demand(1);
        String lost = fleet.prepared.get(0);
        fleet.allWork();
        double before = fleet.loop.status().reclaimsPerHour().get(lost);

        fleet.notice(lost, LEAD);

        assertThat(fleet.loop.status().reclaimsPerHour().get(lost)).isGreaterThan(before);
        assertThat(fleet.loop.status().reclaimsPerHour()).hasSize(2);
    }

    /** Else a fleet would leave a pool, as dangerous, whenever one of hundreds is taken. */
    @Test
    void oneOfManyTellsLittleOfTheOthersAndAllOfThemAsMuchAsAWholePool() {
        fleet.demand(40);
        fleet.allWork();
        List<String> all = List.copyOf(fleet.prepared);
        String last = all.get(39);
        double before = fleet.loop.status().reclaimsPerHour().get(last);

        fleet.notice(all.get(0), LEAD);

        double afterOne = fleet.loop.status().reclaimsPerHour().get(last);
        assertThat(afterOne).isBetween(before, before + 0.4);
        all.forEach(id -> fleet.notice(id, LEAD));
        assertThat(fleet.loop.status().reclaimsPerHour().get(last)).isGreaterThan(before + 6);
    }

    @Test
    void theSameNoticeTwiceChangesNothing() {
        fleet.demand(1);
        String lost = fleet.prepared.get(0);
        fleet.allWork();

        fleet.notice(lost, LEAD);
        fleet.notice(lost, LEAD);

        assertThat(fleet.running()).hasSize(2);
    }

    @Test
    void anIdleInstanceThatIsReclaimedNeedsNoReplacement() {
        fleet.demand(1);
        String lost = fleet.prepared.get(0);
        fleet.loop.post(new FleetEvent.AgentWorks(lost, 0));
        fleet.demand(0);

        fleet.notice(lost, LEAD);

        assertThat(fleet.running()).containsExactly(lost);
        assertThat(fleet.drained).containsKey(lost);
    }

    @Test
    void anIdleAgentTakesTheWorkInsteadOfAReplacement() {
        fleet.demand(2);
        String lost = fleet.prepared.get(0);
        fleet.allWork();
        fleet.loop.post(new FleetEvent.AgentWorks(fleet.prepared.get(1), 0));

        fleet.notice(lost, LEAD);

        assertThat(fleet.running()).hasSize(2);
    }

    @Test
    void workThatIsBackInTheQueueIsNotCountedTwice() {
        fleet.demand(1);
        String lost = fleet.prepared.get(0);
        fleet.allWork();
        fleet.notice(lost, LEAD);

        fleet.loop.post(new FleetEvent.AgentWorks(lost, 0));
        fleet.demand(1);
        fleet.pass(Duration.ofSeconds(1));

        assertThat(fleet.running()).hasSize(2);
    }

    @Test
    void aReclaimOfAWholePoolIsReplacedByOneCall() {
        fleet.demand(40);
        fleet.allWork();
        List<String> lost = List.copyOf(fleet.prepared);

        lost.forEach(
                id ->
                        fleet.loop.post(
                                new FleetEvent.Noticed(
                                        new Notice(
                                                id,
                                                Notice.Source.AGENT,
                                                fleet.time.instant(),
                                                fleet.time.instant().plus(LEAD)))));
        fleet.settle();

        assertThat(fleet.running()).hasSize(80);
        assertThat(fleet.provider.calls(Call.Kind.LAUNCH)).isEqualTo(2);
    }

    @Test
    void theInstanceIsEndedAtItsDeadlineWhateverItsAgentStillDoes() {
        fleet.demand(1);
        String lost = fleet.prepared.get(0);
        fleet.allWork();
        fleet.notice(lost, LEAD);

        fleet.pass(LEAD);

        assertThat(fleet.running()).doesNotContain(lost);
    }

    @Test
    void anInstanceGoneWithoutNoticeIsRemovedWhenItsChannelBreaks() {
        fleet.demand(1);
        String lost = fleet.prepared.get(0);
        fleet.allWork();
        fleet.pass(Duration.ofSeconds(6));
        fleet.provider.reclaim(lost);

        fleet.loop.post(new FleetEvent.AgentDisconnected(lost));
        fleet.settle();

        assertThat(fleet.removed.get(lost)).contains("without being ended");
    }

    @Test
    void anInstanceGoneBeforeItWasEverListedIsRemovedAsItsAgentHadCalledIn() {
        fleet.demand(1);
        String lost = fleet.prepared.get(0);
        fleet.allWork();
        fleet.provider.reclaim(lost);

        fleet.loop.post(new FleetEvent.AgentDisconnected(lost));
        fleet.settle();

        assertThat(fleet.removed.get(lost)).contains("without being ended");
    }

    @Test
    void anAgentThatLostItsChannelMayComeBack() {
        fleet.demand(1);
        String id = fleet.prepared.get(0);
        fleet.allWork();
        fleet.loop.post(new FleetEvent.AgentDisconnected(id));
        fleet.settle();
        fleet.pass(Duration.ofSeconds(30));
        fleet.loop.post(new FleetEvent.AgentWorks(id, 1));

        fleet.pass(FleetTimings.DEFAULT.patience().reconnect());

        assertThat(fleet.running()).containsExactly(id);
    }

    @Test
    void anAgentThatStaysAwayIsEnded() {
        fleet.demand(1);
        String id = fleet.prepared.get(0);
        fleet.allWork();
        fleet.provider.renewLease(id, Duration.ofDays(1));
        fleet.loop.post(new FleetEvent.AgentDisconnected(id));
        fleet.settle();

        fleet.pass(FleetTimings.DEFAULT.patience().reconnect());

        assertThat(fleet.running()).isEmpty();
        assertThat(fleet.removed).containsKey(id);
    }

    @Test
    void aMessageOfAnUnknownInstanceIsIgnored() {
        fleet.notice("somebody else's", LEAD);

        assertThat(fleet.drained).isEmpty();
        assertThat(fleet.running()).isEmpty();
    }

    @Test
    void workThatAnUnneededInstanceWasToFinishIsRescuedAtANotice() {
        fleet.demand(1);
        fleet.allWork();
        String id = fleet.prepared.get(0);
        fleet.configure();
        assertThat(fleet.drained.get(id).cause()).isEqualTo(Agents.Cause.NOT_NEEDED);

        fleet.notice(id, LEAD);

        assertThat(fleet.drained.get(id).cause()).isEqualTo(Agents.Cause.RECLAIM);
        assertThat(fleet.drained.get(id).deadline()).isEqualTo(fleet.time.instant().plus(LEAD));
    }

    @Test
    void anInstanceThatHasFinishedIsNotToldOfANotice() {
        fleet.demand(1);
        fleet.allWork();
        String id = fleet.prepared.get(0);
        fleet.configure();
        fleet.loop.post(new FleetEvent.AgentDrained(id));

        fleet.notice(id, LEAD);

        assertThat(fleet.drained.get(id).cause()).isEqualTo(Agents.Cause.NOT_NEEDED);
    }
}
