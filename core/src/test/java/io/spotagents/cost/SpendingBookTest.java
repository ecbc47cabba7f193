package io.spotagents.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Granularity;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import io.spotagents.testing.InMemoryBooks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpendingBookTest {

    private final InMemoryBooks books = new InMemoryBooks();
    private final SpendingBook book = new SpendingBook(books);

    @ParameterizedTest
    @MethodSource("seeds")
    void saysWhatAReadingOfAllEntriesWouldSay(long seed) {
        Random random = new Random(seed);
        Entries.random(random, 20).forEach(books::put);
        Instant now = Entries.NOON;

        for (int i = 0; i < 50; i++) {
            now = now.plus(Duration.ofHours(random.nextInt(60)));
            LedgerEntry changed = Entries.random(random, "i-" + random.nextInt(30));
            Instant repriced = changed.ran().from().plus(Duration.ofMinutes(7));
            book.putAll(List.of(changed, changed.repriced(changed.rate(), repriced)));

            assertThat(withoutZeros(book.spentInMonth(now))).isEqualTo(readAnew(now));
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void countsOnlyWhatRanSinceTheMonthBegan() {
        Instant march = Instant.parse("2026-03-01T00:00:00Z");
        LedgerEntry entry = Entries.running("i-1", march.minus(Duration.ofHours(5)));
        books.put(entry);
        Instant now = march.plus(Duration.ofHours(2));

        Usd inMarch = book.spentInMonth(now).get(Entries.LINUX);
        book.put(book.find("i-1").orElseThrow().endedAt(now));
        Usd inApril = book.spentInMonth(now.plus(Duration.ofDays(31))).get(Entries.LINUX);

        assertThat(inMarch).isEqualTo(entry.rate().hourly().perHourFor(Duration.ofHours(2)));
        assertThat(inApril).isEqualTo(Usd.ZERO);
    }

    @Test
    void pricesThePartOfTheMonthAsItWasPriced() {
        Instant march = Instant.parse("2026-03-01T00:00:00Z");
        LedgerEntry entry = Entries.running("i-1", march.minus(Duration.ofHours(1)));
        Usd hourly = entry.rate().hourly();
        LedgerEntry.Rate free = new LedgerEntry.Rate(entry.rate().pool(), Usd.ZERO, Usd.ZERO);
        books.put(entry.repriced(free, march.plus(Duration.ofHours(3))));

        assertThat(book.spentInMonth(march.plus(Duration.ofHours(9))).get(Entries.LINUX))
                .isEqualTo(hourly.perHourFor(Duration.ofHours(3)));
    }

    @Test
    void whatIsBilledBeyondTheEndBelongsToTheMonthOfTheEnd() {
        Instant march = Instant.parse("2026-03-01T00:00:00Z");
        LedgerEntry.Rate rate =
                new LedgerEntry.Rate(
                        Entries.POOL, Usd.of(0.6), Usd.of(0.6), Granularity.SECONDS_AFTER_A_MINUTE);
        LedgerEntry.Ran ran =
                new LedgerEntry.Ran(march.minusSeconds(20), Optional.of(march.minusSeconds(10)));
        LedgerEntry entry = new LedgerEntry("i-1", Entries.LINUX, rate, ran, Duration.ZERO);
        Instant february = march.minus(Duration.ofDays(1));

        assertThat(Forecast.spent(List.of(entry), february, march)).isEqualTo(Usd.of(0.01));
        assertThat(Forecast.spent(List.of(entry), march, march.plusSeconds(9))).isEqualTo(Usd.ZERO);
    }

    private TreeMap<TemplateKey, Usd> readAnew(Instant now) {
        TreeMap<TemplateKey, Usd> spent = new TreeMap<>();
        Instant from = Budget.Window.MONTH.start(now, now);
        for (LedgerEntry entry : books.all()) {
            Usd amount = Forecast.spent(List.of(entry), from, now);
            spent.merge(entry.template(), amount, Usd::plus);
        }
        return withoutZeros(spent);
    }

    private static TreeMap<TemplateKey, Usd> withoutZeros(SortedMap<TemplateKey, Usd> spent) {
        TreeMap<TemplateKey, Usd> kept = new TreeMap<>(spent);
        kept.values().removeIf(Usd.ZERO::equals);
        return kept;
    }
}
