package io.spotagents.cost;

import static io.spotagents.cost.Entries.LINUX;
import static io.spotagents.cost.Entries.NOON;
import static io.spotagents.cost.Entries.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Granularity;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CostReportTest {

    private static final Instant TEN_HOURS_LATER = NOON.plus(Duration.ofHours(10));

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void countsARunningInstanceUntilNow() {
        CostSummary cost = CostSummary.of(List.of(running("i-1", NOON)), TEN_HOURS_LATER);

        assertThat(cost.spent()).isEqualTo(Usd.of(1));
        assertThat(cost.onDemand()).isEqualTo(Usd.of(4));
        assertThat(cost.saved()).isEqualTo(Usd.of(3));
        assertThat(cost.instances().running()).isEqualTo(1);
        assertThat(cost.instances().ended()).isZero();
        assertThat(cost.instances().hours()).isEqualTo(10);
    }

    @Test
    void countsAnEndedInstanceUntilItsEnd() {
        LedgerEntry ended = running("i-1", NOON).endedAt(NOON.plus(Duration.ofMinutes(90)));

        CostSummary cost = CostSummary.of(List.of(ended), TEN_HOURS_LATER);

        assertThat(cost.spent()).isEqualTo(Usd.of(0.15));
        assertThat(cost.instances().running()).isZero();
        assertThat(cost.instances().ended()).isEqualTo(1);
        assertThat(cost.instances().hours()).isEqualTo(1.5);
    }

    @Test
    void pricesLostWorkAtTheInstancesHourlyPrice() {
        LedgerEntry entry = running("i-1", NOON).withLost(Duration.ofMinutes(30));

        CostSummary.Lost lost = CostSummary.of(List.of(entry), TEN_HOURS_LATER).lost();

        assertThat(lost.money()).isEqualTo(Usd.of(0.05));
        assertThat(lost.work()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void billsAMinuteOfWhatRanForSeconds() {
        LedgerEntry entry = billedByTheMinute(running("i-1", NOON)).endedAt(NOON.plusSeconds(6));

        CostSummary cost = CostSummary.of(List.of(entry), TEN_HOURS_LATER);

        assertThat(cost.spent()).isEqualTo(Usd.of(0.10).perHourFor(Duration.ofMinutes(1)));
        assertThat(cost.onDemand()).isEqualTo(Usd.of(0.40).perHourFor(Duration.ofMinutes(1)));
        assertThat(cost.instances().ran()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void pricesWhatIsBilledBeyondTheEndAtTheLastPrice() {
        LedgerEntry entry = billedByTheMinute(running("i-1", NOON));
        LedgerEntry.Rate dearer =
                new LedgerEntry.Rate(
                        Entries.POOL, Usd.of(0.6), Usd.of(0.6), entry.rate().granularity());

        LedgerEntry ended =
                entry.repriced(dearer, NOON.plusSeconds(30)).endedAt(NOON.plusSeconds(40));

        assertThat(CostSummary.of(List.of(ended), TEN_HOURS_LATER).spent())
                .isEqualTo(Usd.of((0.1 + 0.6) / 120));
    }

    private static LedgerEntry billedByTheMinute(LedgerEntry entry) {
        LedgerEntry.Rate rate = entry.rate();
        LedgerEntry.Rate steps =
                new LedgerEntry.Rate(
                        rate.pool(),
                        rate.hourly(),
                        rate.onDemandHourly(),
                        Granularity.SECONDS_AFTER_A_MINUTE);
        return new LedgerEntry(
                entry.instanceId(), entry.template(), steps, entry.ran(), entry.lost());
    }

    @Test
    void showsASavingThatIsALossAsNegative() {
        LedgerEntry cheap = running("i-1", NOON);
        LedgerEntry.Rate dear = new LedgerEntry.Rate(Entries.POOL, Usd.of(0.5), Usd.of(0.4));
        LedgerEntry entry = new LedgerEntry("i-1", LINUX, dear, cheap.ran(), cheap.lost());

        CostSummary cost = CostSummary.of(List.of(entry), TEN_HOURS_LATER);

        assertThat(cost.saved()).isEqualTo(Usd.of(-1));
    }

    @Test
    void countsTimeThatWentBackAsZeroAndSaysSo() {
        LedgerEntry ended = running("i-1", NOON).endedAt(NOON.minusSeconds(1));
        LedgerEntry startsLater = running("i-2", TEN_HOURS_LATER.plusSeconds(1));

        CostSummary cost = CostSummary.of(List.of(ended, startsLater), TEN_HOURS_LATER);

        assertThat(cost.spent()).isEqualTo(Usd.ZERO);
        assertThat(cost.instances().ran()).isZero();
        assertThat(cost.instances().clockWentBack()).isEqualTo(2);
    }

    @Test
    void costsNothingWithoutEntries() {
        CostReport report = CostReport.of(List.of(), NOON);

        assertThat(report.byTemplate()).isEmpty();
        assertThat(report.total()).isEqualTo(CostSummary.NOTHING);
    }

    @Test
    void keepsTemplatesApart() {
        LedgerEntry linux = running("i-1", NOON);
        TemplateKey windows = new TemplateKey("cloud", "windows");
        LedgerEntry other =
                new LedgerEntry("i-2", windows, linux.rate(), linux.ran(), linux.lost());

        CostReport report = CostReport.of(List.of(other, linux), TEN_HOURS_LATER);

        assertThat(report.byTemplate()).containsOnlyKeys(LINUX, windows);
        assertThat(report.byTemplate().get(windows).spent()).isEqualTo(Usd.of(1));
        assertThat(report.total().spent()).isEqualTo(Usd.of(2));
    }

    @Test
    void keepsThePoolsOfACloudApart() {
        LedgerEntry here = running("i-1", NOON);
        LedgerEntry alsoHere = running("i-2", NOON);
        Pool pool = here.rate().pool().with(Purchase.ON_DEMAND);
        LedgerEntry.Rate dear = new LedgerEntry.Rate(pool, Usd.of(0.3), Usd.of(0.3));
        LedgerEntry there = new LedgerEntry("i-3", LINUX, dear, here.ran(), here.lost());
        TemplateKey elsewhere = new TemplateKey("another cloud", "linux");
        LedgerEntry foreign =
                new LedgerEntry("i-4", elsewhere, here.rate(), here.ran(), here.lost());

        SortedMap<Pool, CostSummary> pools =
                CostReport.byPool(
                        List.of(here, there, alsoHere, foreign), LINUX.cloud(), TEN_HOURS_LATER);

        assertThat(pools).containsOnlyKeys(here.rate().pool(), pool);
        assertThat(pools.get(here.rate().pool()).spent()).isEqualTo(Usd.of(2));
        assertThat(pools.get(pool).spent()).isEqualTo(Usd.of(3));
        assertThat(pools.get(pool).instances().running()).isEqualTo(1);
    }

    /** However entries are grouped, and in whatever order they come: nothing lost by rounding. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theSumOfPartsEqualsTheWhole(long seed) {
        Random random = new Random(seed);
        List<LedgerEntry> entries = Entries.random(random, random.nextInt(60));
        int cut = random.nextInt(entries.size() + 1);

        CostSummary whole = CostSummary.of(entries, TEN_HOURS_LATER);
        CostReport first = CostReport.of(entries.subList(0, cut), TEN_HOURS_LATER);
        CostReport rest = CostReport.of(entries.subList(cut, entries.size()), TEN_HOURS_LATER);
        CostReport both = first.plus(rest.byTemplate());
        Collections.shuffle(entries, random);
        CostReport shuffled = CostReport.of(entries, TEN_HOURS_LATER);

        assertThat(first.total().plus(rest.total())).isEqualTo(whole);
        assertThat(both.total()).isEqualTo(whole);
        assertThat(both).isEqualTo(shuffled);
        assertThat(whole.instances().running() + whole.instances().ended())
                .isEqualTo(entries.size());
    }

    /** Reckoned a second time, in another way. */
    @ParameterizedTest
    @MethodSource("seeds")
    void equalsPriceTimesTimeAddedUp(long seed) {
        List<LedgerEntry> entries = Entries.random(new Random(seed), 40);

        BigDecimal micros = BigDecimal.ZERO;
        for (LedgerEntry entry : entries) {
            Instant until = entry.ran().until().orElse(TEN_HOURS_LATER);
            long millis = Math.max(0, until.toEpochMilli() - entry.ran().from().toEpochMilli());
            micros =
                    micros.add(
                            BigDecimal.valueOf(millis)
                                    .multiply(BigDecimal.valueOf(entry.rate().hourly().micros()))
                                    .divide(BigDecimal.valueOf(3_600_000), RoundingMode.HALF_UP));
        }

        assertThat(CostSummary.of(entries, TEN_HOURS_LATER).spent().micros())
                .isEqualTo(micros.longValueExact());
    }
}
