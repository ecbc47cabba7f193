package io.spotagents.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.cost.Entries;
import io.spotagents.cost.LedgerBook;
import io.spotagents.cost.LedgerEntry;
import io.spotagents.cost.SpendingBook;
import io.spotagents.market.KeptObservations;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import io.spotagents.testing.InMemoryBooks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a month came to, of a store that keeps few entries. */
class StoreMonthsTest {

    private static final Instant JUNE = Instant.parse("2026-06-15T00:00:00Z");

    @TempDir Path folder;

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void countsDroppedEntriesOfTheMonthAfterEveryRestart(long seed) {
        Random random = new Random(seed);
        InMemoryBooks all = new InMemoryBooks();
        Instant now = JUNE;
        for (int restart = 0; restart < 4; restart++) {
            try (Store store = open()) {
                SpendingBook book = new SpendingBook(store);
                assertThat(spent(book, now)).isEqualTo(spent(all, now));
                for (int i = 0; i < 6; i++) {
                    now = now.plus(Duration.ofHours(random.nextInt(120)));
                    LedgerEntry entry = entry(random, "i-" + restart + "-" + i, now);
                    book.put(entry);
                    all.put(entry);
                }
                assertThat(spent(book, now)).isEqualTo(spent(all, now));
            }
        }
    }

    private Store open() {
        return Store.open(
                folder.resolve("store.mv"),
                UUID::randomUUID,
                new Store.Limits(3, KeptObservations.Limits.DEFAULT));
    }

    /** Some of it may have run in the month before. */
    private static LedgerEntry entry(Random random, String id, Instant end) {
        LedgerEntry any = Entries.random(random, id);
        Instant from = end.minus(Duration.ofHours(random.nextInt(90)));
        return new LedgerEntry(
                        id,
                        any.template(),
                        any.rate(),
                        new LedgerEntry.Ran(from, any.ran().until()),
                        any.lost())
                .endedAt(end);
    }

    private static TreeMap<TemplateKey, Usd> spent(LedgerBook book, Instant now) {
        TreeMap<TemplateKey, Usd> spent = new TreeMap<>(new SpendingBook(book).spentInMonth(now));
        spent.values().removeIf(Usd.ZERO::equals);
        return spent;
    }
}
