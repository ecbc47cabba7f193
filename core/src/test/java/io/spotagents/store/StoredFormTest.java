package io.spotagents.store;

import static io.spotagents.cost.Entries.LINUX;
import static io.spotagents.cost.Entries.NOON;
import static io.spotagents.cost.Entries.POOL;
import static io.spotagents.cost.Entries.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.cost.CostSummary;
import io.spotagents.cost.LedgerEntry;
import io.spotagents.fleet.LaunchIntent;
import io.spotagents.model.Granularity;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The texts here are in users' files: a change that breaks one of these needs a new format. */
class StoredFormTest {

    private static final String POOL_TEXT =
            "{\"place\":{\"provider\":\"local\",\"account\":\"account\",\"region\":\"region\","
                    + "\"zone\":\"zone-a\"},\"machineType\":\"m.large\",\"os\":\"LINUX\","
                    + "\"purchase\":\"SPOT\"}";

    private static final String TEMPLATE_TEXT = "{\"cloud\":\"cloud\",\"template\":\"linux\"}";

    private static final String ENTRY_TEXT =
            "{\"id\":\"i-1\",\"template\":"
                    + TEMPLATE_TEXT
                    + ",\"rate\":{\"pool\":"
                    + POOL_TEXT
                    + ",\"hourlyMicros\":100000,\"onDemandHourlyMicros\":400000},"
                    + "\"ran\":{\"from\":\"2026-08-20T12:00:00Z\","
                    + "\"until\":\"2026-08-20T12:00:05Z\"},\"lost\":\"PT30M\"}";

    private final Json json = new Json();

    @Test
    void anEntryIsWrittenAndReadLikeThis() {
        LedgerEntry entry =
                running("i-1", NOON).endedAt(NOON.plusSeconds(5)).withLost(Duration.ofMinutes(30));

        assertThat(json.write(StoredEntry.of(entry))).isEqualTo(ENTRY_TEXT);
        assertThat(readEntry(ENTRY_TEXT)).isEqualTo(entry);
    }

    @Test
    void aRunningEntryHasNoEnd() {
        LedgerEntry entry = running("i-1", NOON);

        String text = json.write(StoredEntry.of(entry));

        assertThat(text).contains("\"ran\":{\"from\":\"2026-08-20T12:00:00Z\"}");
        assertThat(readEntry(text)).isEqualTo(entry);
    }

    @Test
    void anEntryWhosePriceChangedHasWhatItCameToBefore() {
        LedgerEntry before = running("i-1", NOON);
        LedgerEntry.Rate dearer = new LedgerEntry.Rate(POOL, Usd.of(0.2), Usd.of(0.4));
        LedgerEntry entry = before.repriced(dearer, NOON.plusSeconds(3600));

        String text = json.write(StoredEntry.of(entry));

        assertThat(text)
                .endsWith(
                        ",\"accrued\":{\"until\":\"2026-08-20T13:00:00Z\","
                                + "\"spentMicros\":100000,\"onDemandMicros\":400000}}");
        assertThat(readEntry(text)).isEqualTo(entry);
    }

    @Test
    void anEntryThatIsBilledInStepsSaysInWhich() {
        LedgerEntry exact = running("i-1", NOON);
        LedgerEntry.Rate rate =
                new LedgerEntry.Rate(
                        POOL, Usd.of(0.1), Usd.of(0.4), Granularity.SECONDS_AFTER_A_MINUTE);
        LedgerEntry entry = new LedgerEntry("i-1", LINUX, rate, exact.ran(), exact.lost());

        String text = json.write(StoredEntry.of(entry));

        assertThat(text)
                .contains(
                        "\"onDemandHourlyMicros\":400000,"
                                + "\"granularity\":{\"increment\":\"PT1S\",\"minimum\":\"PT1M\"}}");
        assertThat(readEntry(text)).isEqualTo(entry);
    }

    @Test
    void anIntentIsWrittenAndReadLikeThis() {
        LaunchIntent intent =
                new LaunchIntent(
                        new UUID(0, 7), LINUX, new LaunchIntent.Ask("source", POOL, 3), NOON);
        String text =
                "{\"token\":\"00000000-0000-0000-0000-000000000007\",\"template\":"
                        + TEMPLATE_TEXT
                        + ",\"ask\":{\"source\":\"source\",\"pool\":"
                        + POOL_TEXT
                        + ",\"count\":3},\"at\":\"2026-08-20T12:00:00Z\"}";

        assertThat(json.write(StoredIntent.of(intent))).isEqualTo(text);
        assertThat(json.read(text, StoredIntent.class).toIntent()).isEqualTo(intent);
    }

    @Test
    void aTotalIsWrittenAndReadLikeThis() {
        LedgerEntry entry = running("i-1", NOON).endedAt(NOON.plusSeconds(3600));
        CostSummary cost = CostSummary.of(List.of(entry), NOON);
        Dropped dropped = Dropped.NOTHING.plus(entry, cost);
        String text =
                "{\"template\":"
                        + TEMPLATE_TEXT
                        + ",\"spentMicros\":100000,\"onDemandMicros\":400000,"
                        + "\"lost\":{\"micros\":0,\"work\":\"PT0S\"},"
                        + "\"instances\":{\"ended\":1,\"clockWentBack\":0,\"ran\":\"PT1H\"}";
        String month = ",\"month\":{\"begin\":\"2026-08-01T00:00:00Z\",\"spentMicros\":100000}}";

        assertThat(json.write(StoredTotal.of(LINUX, dropped))).isEqualTo(text + month);
        assertThat(json.read(text + month, StoredTotal.class).toDropped()).isEqualTo(dropped);
        assertThat(json.read(text + "}", StoredTotal.class).toDropped())
                .isEqualTo(new Dropped(cost, Optional.empty()));
    }

    @Test
    void ignoresFieldsItDoesNotKnow() {
        String text = ENTRY_TEXT.replace("{\"id\"", "{\"color\":{\"red\":1},\"id\"");

        assertThat(readEntry(text)).isEqualTo(readEntry(ENTRY_TEXT));
    }

    @Test
    void neverTakesAMissingPriceForZero() {
        String text = ENTRY_TEXT.replace("\"hourlyMicros\":100000,", "");

        assertThatThrownBy(() -> readEntry(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private LedgerEntry readEntry(String text) {
        return json.read(text, StoredEntry.class).toEntry(pool -> pool);
    }
}
