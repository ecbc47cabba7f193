package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.market.Observation;
import io.spotagents.market.ObservationBook;
import io.spotagents.market.RecordedObservation;
import io.spotagents.model.Pool;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.Owner;
import io.spotagents.provider.Refusal;
import io.spotagents.testing.InMemoryBooks;
import io.spotagents.testing.Pools;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ObservingTest {

    private static final Duration LEAD = Duration.ofMinutes(2);
    private static final Refusal QUOTA =
            Refusal.of(Refusal.Kind.QUOTA_REACHED, Refusal.Scope.ACCOUNT, "no more");

    private final FleetHarness fleet = new FleetHarness();

    private Observation.Seen seen(Pool pool) {
        return new Observation.Seen(FleetHarness.SOURCE, pool, fleet.time.instant());
    }

    private List<Observation> observed() {
        return fleet.books.observations().stream().map(RecordedObservation::observation).toList();
    }

    @Test
    void writesDownWhatALaunchBrought() {
        fleet.demand(3);

        assertThat(observed()).containsExactly(new Observation.Granted(seen(Pools.SPOT_A), 3));
    }

    @Test
    void writesDownThatAPoolGaveNothingAndWhy() {
        fleet.provider.refuseNext(QUOTA);

        fleet.demand(3);

        assertThat(observed())
                .startsWith(
                        new Observation.Refused(
                                seen(Pools.SPOT_A), 3, Observation.Shortfall.QUOTA_REACHED));
    }

    @Test
    void writesDownThatAPoolGaveSomeOnceNotAsTwoAnswers() {
        fleet.provider.stock(Pools.SPOT_A, 2);

        fleet.demand(3);

        assertThat(observed())
                .containsExactly(
                        new Observation.PartlyGranted(
                                seen(Pools.SPOT_A), 3, 2, Observation.Shortfall.NO_CAPACITY),
                        new Observation.Granted(seen(Pools.SPOT_B), 1));
    }

    @Test
    void writesDownOnceHowLongAnInstanceBooted() {
        fleet.demand(1);
        fleet.pass(Duration.ofSeconds(95));

        fleet.allWork();
        fleet.allWork();

        assertThat(observed())
                .filteredOn(seen -> seen.kind() == Observation.Kind.BOOTED)
                .containsExactly(
                        new Observation.Booted(seen(Pools.SPOT_A), Duration.ofSeconds(95)));
    }

    @Test
    void writesANoticeDownOnceWithItsLead() {
        fleet.demand(1);
        fleet.allWork();

        fleet.notice(fleet.prepared.get(0), LEAD);
        fleet.notice(fleet.prepared.get(0), LEAD.dividedBy(2));

        assertThat(observed())
                .filteredOn(seen -> seen.kind() == Observation.Kind.NOTICED)
                .containsExactly(
                        new Observation.Noticed(
                                seen(Pools.SPOT_A), Observation.Teller.AGENT, LEAD));
    }

    @Test
    void writesDownHowLongALostInstanceLivedAndHowMuchWarningItHad() {
        fleet.demand(1);
        fleet.allWork();
        String lost = fleet.prepared.get(0);
        Duration calm = Duration.ofMinutes(5);
        fleet.pass(calm);
        fleet.notice(lost, LEAD);

        fleet.provider.reclaim(lost);
        fleet.pass(LEAD);

        assertThat(observed())
                .contains(
                        new Observation.Lost(
                                seen(Pools.SPOT_A), calm.plus(LEAD), Optional.of(LEAD)));
    }

    @Test
    void writesDownALossWithoutNotice() {
        fleet.demand(1);
        fleet.allWork();
        Duration calm = Duration.ofMinutes(5);
        fleet.pass(calm);

        fleet.provider.reclaim(fleet.prepared.get(0));
        fleet.pass(LEAD);

        assertThat(observed())
                .contains(
                        new Observation.Lost(
                                seen(Pools.SPOT_A), calm.plus(LEAD), Optional.empty()));
    }

    @Test
    void takesAnInstanceThatWeEndedForNoLoss() {
        fleet.demand(1);
        fleet.loop.post(new FleetEvent.AgentWorks(fleet.prepared.get(0), 0));
        fleet.demand(0);

        fleet.pass(Duration.ofMinutes(6));
        fleet.loop.post(new FleetEvent.AgentDrained(fleet.prepared.get(0)));
        fleet.pass(Duration.ofSeconds(10));
        fleet.pass(Duration.ofSeconds(10));

        assertThat(fleet.running()).isEmpty();
        assertThat(fleet.removed).containsKey(fleet.prepared.get(0));
        assertThat(observed())
                .extracting(Observation::kind)
                .containsExactly(
                        Observation.Kind.GRANTED, Observation.Kind.BOOTED, Observation.Kind.ENDED);
    }

    @Test
    void takesAClockThatWentBackForNoTimeAtAll() {
        InMemoryBooks books = new InMemoryBooks();
        Observing observing = new Observing(books);
        Instant now = fleet.time.instant();
        Owner owner = new Owner(FleetHarness.CONTROLLER, FleetHarness.KEY, new UUID(2, 1));
        Instance instance =
                new Instance("i-1", Pools.SPOT_A, owner, InstanceState.RUNNING, now.plusSeconds(9));

        observing.gone(Member.of(instance, FleetHarness.SOURCE), now);
        observing.keep();

        assertThat(books.observations())
                .extracting(RecordedObservation::observation)
                .containsExactly(
                        new Observation.Lost(seen(Pools.SPOT_A), Duration.ZERO, Optional.empty()));
    }

    @Test
    void keepsWhatCouldNotBeWrittenForTheNextTime() {
        FlakyBook book = new FlakyBook();
        Observing observing = new Observing(book);
        book.isBroken = true;
        observing.launchAnswered(ask(), LaunchReply.refused(QUOTA), Instant.EPOCH);
        observing.keep();
        observing.launchAnswered(ask(), LaunchReply.refused(QUOTA), Instant.EPOCH.plusSeconds(1));
        book.isBroken = false;

        observing.keep();
        observing.keep();

        assertThat(book.observations())
                .extracting(seen -> seen.observation().seen().at())
                .containsExactly(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
    }

    @Test
    void holdsOnlySoMuchForABookThatStaysBroken() {
        FlakyBook book = new FlakyBook();
        Observing observing = new Observing(book);
        for (int i = 0; i <= Observing.MOST_WAITING; i++) {
            Instant at = Instant.EPOCH.plusSeconds(i);
            observing.launchAnswered(ask(), LaunchReply.refused(QUOTA), at);
        }

        observing.keep();

        assertThat(book.observations()).hasSize(Observing.MOST_WAITING);
        assertThat(book.observations().get(0).observation().seen().at())
                .isEqualTo(Instant.EPOCH.plusSeconds(1));
    }

    private static LaunchIntent.Ask ask() {
        return new LaunchIntent.Ask(FleetHarness.SOURCE, Pools.SPOT_A, 2);
    }

    /** A book whose disk is full at times. */
    private static final class FlakyBook implements ObservationBook {

        private final InMemoryBooks books = new InMemoryBooks();
        private boolean isBroken;

        @Override
        public void observe(List<Observation> observations) {
            if (isBroken) {
                throw new IllegalStateException("disk full");
            }
            books.observe(observations);
        }

        @Override
        public List<RecordedObservation> observations() {
            return books.observations();
        }

        @Override
        public void export(Writer lines) {
            throw new UnsupportedOperationException();
        }
    }
}
