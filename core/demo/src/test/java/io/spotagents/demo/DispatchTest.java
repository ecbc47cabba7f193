package io.spotagents.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.batches.Chances;
import io.spotagents.batches.Cutting;
import io.spotagents.batches.TestRun;
import io.spotagents.fleet.Agents;
import io.spotagents.fleet.FleetEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispatchTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String DEADLINE = Long.toString(NOON.plusSeconds(120).toEpochMilli());

    private final List<FleetEvent> events = new ArrayList<>();
    private final List<String> news = new ArrayList<>();
    private final Results results = Results.kept();
    private final Map<String, Line> lines = new HashMap<>();
    private final TestRun run =
            new TestRun(
                    List.of("a", "b", "c", "d"),
                    new TestRun.Terms(
                            Map.of(),
                            new Cutting(Duration.ofMinutes(1), Duration.ofHours(1), 2),
                            new Chances(5, 0, 2, 5),
                            1));
    private Instant now = NOON;
    private final Dispatch dispatch =
            new Dispatch(
                    Runnable::run,
                    () -> now,
                    run,
                    results,
                    new Dispatch.Outside(events::add, news::add));

    @AfterEach
    void close() {
        lines.values().forEach(Line::close);
    }

    @Test
    void givesABatchToWhoAsks() throws Exception {
        connect("i-1");

        say("i-1", Channel.READY);

        assertThat(heardBy("i-1")).containsExactly(Channel.BATCH, "1", "a", "b");
        assertThat(events).contains(new FleetEvent.AgentWorks("i-1", 1));
    }

    @Test
    void putsTheRestOfAReclaimedInstancesBatchElsewhere() throws Exception {
        connect("i-1");
        connect("i-2");
        say("i-1", Channel.READY);
        say("i-1", Channel.RESULT, "1", "a", "PASSED");

        say("i-1", Channel.NOTICE, DEADLINE);
        now = NOON.plusSeconds(2);
        dispatch.disconnected("i-1");
        say("i-2", Channel.READY);

        assertThat(heardBy("i-2")).contains("b");
        assertThat(events)
                .contains(new FleetEvent.WorkLost("i-1", Duration.ofSeconds(2)))
                .contains(new FleetEvent.AgentDrained("i-1"));
        assertThat(dispatch.standing().losses().reclaims()).isEqualTo(1);
    }

    @Test
    void tellsTheFleetOfANotice() throws Exception {
        connect("i-1");

        say("i-1", Channel.NOTICE, DEADLINE);
        say("i-1", Channel.NOTICE, DEADLINE);

        assertThat(events).filteredOn(FleetEvent.Noticed.class::isInstance).hasSize(2);
        assertThat(dispatch.standing().losses().reclaims()).isEqualTo(1);
    }

    @Test
    void givesNothingToAnInstanceThatLeaves() throws Exception {
        connect("i-1");
        dispatch.drain("i-1", new Agents.Drain(Agents.Cause.NOT_NEEDED, Instant.MAX, "not needed"));

        say("i-1", Channel.READY);

        assertThat(heardBy("i-1")).containsExactly(Channel.STOP);
        assertThat(run.progress().waiting()).isEqualTo(4);
    }

    @Test
    void givesWhatComesBackToWhoWaits() throws Exception {
        connect("i-1");
        connect("i-2");
        connect("i-3");
        connect("i-4");
        say("i-1", Channel.READY);
        say("i-2", Channel.READY);
        say("i-3", Channel.READY);
        say("i-4", Channel.READY);

        dispatch.disconnected("i-1");

        assertThat(heardBy("i-4")).containsExactly(Channel.BATCH, "4", "a");
        assertThat(events).contains(new FleetEvent.AgentDisconnected("i-1"));
    }

    @Test
    void stopsEverybodyWhoWaitsAfterTheLastResult() throws Exception {
        connect("i-1");
        connect("i-2");
        say("i-1", Channel.READY);
        finish("i-1", "1", "a", "b");
        say("i-1", Channel.READY);
        finish("i-1", "2", "c");
        say("i-1", Channel.READY);
        say("i-2", Channel.READY);

        finish("i-1", "3", "d");

        assertThat(heardBy("i-2")).containsExactly(Channel.STOP);
        assertThat(results.count(List.of("a", "b", "c", "d")).passed()).isEqualTo(4);
    }

    @Test
    void takesWorkFromAnInstanceThatHangs() throws Exception {
        connect("i-1");
        say("i-1", Channel.READY);

        now = NOON.plus(Dispatch.HANGS_AFTER).plusSeconds(1);
        dispatch.look();

        assertThat(run.progress().waiting()).isEqualTo(4);
        assertThat(lines.get("i-1").there().read()).isNotEmpty(); // its batch
        assertThat(lines.get("i-1").there().read()).isEmpty(); // the end
        assertThat(dispatch.standing().losses().reclaims()).isZero();
    }

    @Test
    void countsNoReportOfSomebodyElsesTest() throws Exception {
        connect("i-1");
        connect("i-2");
        say("i-1", Channel.READY);

        say("i-2", Channel.RESULT, "1", "a", "PASSED");

        assertThat(run.progress().finished()).isZero();
    }

    @Test
    void expelsWhoSaysNonsense() throws Exception {
        connect("i-1");
        connect("i-2");
        connect("i-3");

        say("i-1", "nonsense");
        say("i-2", Channel.RESULT, "one", "a", "PASSED");
        say("i-3", Channel.RESULT, "1");

        assertThat(dispatch.standing().connected()).isZero();
        assertThat(news).hasSize(3);
    }

    private void connect(String instanceId) throws Exception {
        Line line = Line.open();
        lines.put(instanceId, line);
        dispatch.connected(instanceId, line.here());
    }

    private void say(String instanceId, String... words) {
        dispatch.said(instanceId, List.of(words));
    }

    private void finish(String instanceId, String batch, String... tests) {
        for (String test : tests) {
            say(instanceId, Channel.RESULT, batch, test, "PASSED");
        }
    }

    private List<String> heardBy(String instanceId) {
        return lines.get(instanceId).there().read();
    }
}
