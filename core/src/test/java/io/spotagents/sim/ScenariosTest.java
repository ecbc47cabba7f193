package io.spotagents.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spotagents.cost.CostReport;
import io.spotagents.cost.LedgerEntry;
import io.spotagents.testing.CheckedInReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The production loop in situations that go wrong, with every policy. */
@ExtendWith(Quiet.class)
class ScenariosTest {

    /** Late by a listing, and by the time that calls take. */
    private static final Duration LISTED_WITHIN = Duration.ofSeconds(35);

    /** A run is the same every time, so one is enough for all that is asked of it. */
    private static final Map<String, ScenarioRun> RUNS = new HashMap<>();

    @ParameterizedTest
    @EnumSource
    void comesToWhatIsCheckedIn(Scenario scenario) throws IOException {
        List<ScenarioRun> runs = Contenders.all().stream().map(one -> run(scenario, one)).toList();

        CheckedInReport.check(scenario.fileName(), ScenarioReport.of(scenario, runs));
    }

    @ParameterizedTest
    @EnumSource
    void comesToTheSameTwice(Scenario scenario) {
        ScenarioRun once = scenario.run(ours());
        ScenarioRun twice = scenario.run(ours());

        assertThat(once.result()).isEqualTo(twice.result());
        assertThat(once.books()).isEqualTo(twice.books());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void allWorkIsDone(Scenario scenario, Contender contender) {
        ScenarioRun run = run(scenario, contender);

        assertThat(run.result().done().isAll()).isTrue();
    }

    /** A tenth more may be on their way out for better ones. */
    @ParameterizedTest
    @MethodSource("runs")
    void neverRunsMoreInstancesThanAllowed(Scenario scenario, Contender contender) {
        ScenarioRun run = run(scenario, contender);

        int agents = scenario.work().agents();
        assertThat(run.watched().mostStaying())
                .isPositive()
                .isLessThanOrEqualTo(agents + Math.max(1, agents / 10));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void endsEveryInstanceOnceNobodyNeedsIt(Scenario scenario, Contender contender) {
        ScenarioRun run = run(scenario, contender);

        assertThat(run.books().status().members()).isEmpty();
        assertThat(run.watched().running()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void billsAreTheSumOfTheirParts(Scenario scenario, Contender contender) {
        ScenarioRun run = run(scenario, contender);

        List<RunMeter.Bill> bills = run.books().bills();
        RunResult.Money money = run.result().money();
        assertThat(bills.stream().mapToDouble(RunMeter.Bill::usd).sum())
                .isEqualTo(money.usd(), within(1e-9));
        assertThat(bills.stream().mapToLong(bill -> bill.time().toMillis()).sum() / 3_600_000.0)
                .isEqualTo(money.billedHours(), within(1e-9));
    }

    /** The ledger learns of an end from a listing, so it may be late, but never forgets one. */
    @ParameterizedTest
    @MethodSource("runs")
    void theLedgerHoldsWhatTheCloudBilled(Scenario scenario, Contender contender) {
        ScenarioRun run = run(scenario, contender);

        Map<String, LedgerEntry> ledger = new HashMap<>();
        run.books().ledger().forEach(entry -> ledger.put(entry.instanceId(), entry));
        assertThat(ledger).hasSameSizeAs(run.books().bills());
        for (RunMeter.Bill bill : run.books().bills()) {
            LedgerEntry entry = ledger.get(bill.instanceId());
            Instant until = entry.ran().until().orElseThrow();
            Duration late = Duration.between(entry.ran().from(), until).minus(bill.time());
            assertThat(entry.rate().pool()).isEqualTo(bill.pool());
            assertThat(late.abs()).isLessThanOrEqualTo(LISTED_WITHIN.plus(scenario.silence()));
        }
        List<LedgerEntry> entries = run.books().ledger();
        long micros =
                entries.stream()
                        .mapToLong(
                                entry ->
                                        CostReport.of(List.of(entry), Instant.MAX)
                                                .total()
                                                .spent()
                                                .micros())
                        .sum();
        assertThat(CostReport.of(entries, Instant.MAX).total().spent().micros()).isEqualTo(micros);
    }

    private static Contender ours() {
        return Contenders.all().stream()
                .filter(one -> one.name().equals(Contenders.OURS))
                .findFirst()
                .orElseThrow();
    }

    private static ScenarioRun run(Scenario scenario, Contender contender) {
        return RUNS.computeIfAbsent(
                scenario + " " + contender.name(), name -> scenario.run(contender));
    }

    static Stream<Arguments> runs() {
        return Stream.of(Scenario.values())
                .flatMap(
                        scenario ->
                                Contenders.all().stream()
                                        .map(one -> Arguments.of(scenario, named(one))));
    }

    private static Named<Contender> named(Contender one) {
        return Named.of(one.name(), one);
    }
}
