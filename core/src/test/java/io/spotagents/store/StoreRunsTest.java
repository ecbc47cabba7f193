package io.spotagents.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.batches.Assignment;
import io.spotagents.batches.Batch;
import io.spotagents.batches.Loss;
import io.spotagents.batches.Outcome;
import io.spotagents.batches.Report;
import io.spotagents.batches.RunBook;
import io.spotagents.batches.RunEvent;
import io.spotagents.batches.Stop;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreRunsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Batch BATCH =
            new Batch(
                    1,
                    "i-1",
                    Batch.Kind.STOLEN,
                    List.of(new Assignment("a b", 1), new Assignment("c", 2)));
    private static final List<RunEvent> EVENTS =
            List.of(
                    new RunEvent.HandedOut(BATCH, NOON),
                    new RunEvent.Reported(
                            1,
                            new Report("c", Outcome.FAILED, Duration.ofMillis(1234)),
                            NOON.plusSeconds(2)),
                    new RunEvent.TakenBack(1, Loss.RECLAIMED),
                    new RunEvent.Stopped(Stop.DEADLINE));

    @TempDir Path directory;
    private final List<Store> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Store::close);
    }

    @Test
    void knowsAfterARestartWhatHappened() {
        RunBook before = book();
        before.append("job#1", EVENTS.subList(0, 1));
        before.append("job#1", EVENTS.subList(1, 4));
        before.append("job#2", EVENTS.subList(0, 1));
        before.took("job", Map.of("a b", Duration.ofMillis(1234)), NOON);
        close();

        RunBook after = book();

        assertThat(after.events("job#1")).isEqualTo(EVENTS);
        assertThat(after.open()).containsExactly("job#1", "job#2");
        assertThat(after.durations("job")).containsExactly(Map.entry("a b", ofMillis(1234)));
        after.append("job#1", EVENTS.subList(2, 3));
        assertThat(after.events("job#1")).hasSize(5);
    }

    @Test
    void forgetsARunThatHasEnded() {
        RunBook before = book();
        before.append("job#1", EVENTS);
        before.ended("job#1");
        before.ended("job#1");
        close();

        assertThat(book().open()).isEmpty();
    }

    @Test
    void keepsHowLongTestsTookThatDidNotRunThisTime() {
        RunBook book = book();
        book.took("job", Map.of("a", ofMillis(1), "b", ofMillis(2)), NOON);

        book.took("job", Map.of("b", ofMillis(3)), NOON.plusSeconds(1));

        assertThat(book.durations("job"))
                .containsExactly(Map.entry("a", ofMillis(1)), Map.entry("b", ofMillis(3)));
        assertThat(book.durations("other")).isEmpty();
    }

    @Test
    void forgetsTheJobsThatRanLongestAgo() {
        RunBook small = small();
        small.took("old", Map.of("a", ofMillis(1), "b", ofMillis(2)), NOON);
        small.took("new", Map.of("a", ofMillis(1)), NOON.plusSeconds(1));

        small.took("newest", Map.of("a", ofMillis(1)), NOON.plusSeconds(2));

        assertThat(small.durations("old")).isEmpty();
        assertThat(small.durations("new")).hasSize(1);
        assertThat(small.durations("newest")).hasSize(1);
    }

    @Test
    void forgetsTheRunThatBeganFirstIfTooManyAreOpen() {
        RunBook small = small();
        small.append("z", EVENTS);
        small.append("y", List.of(new RunEvent.HandedOut(BATCH, NOON.plusSeconds(9))));

        small.append("x", EVENTS);

        assertThat(small.open()).containsExactly("x", "y");
    }

    @Test
    void refusesAnIdThatIsNoLine() {
        assertThatThrownBy(() -> book().append("a\nb", EVENTS)).hasMessageContaining("one line");
    }

    private RunBook book() {
        Store store = Store.open(directory.resolve("store.mv"), () -> new UUID(1, 2));
        opened.add(store);
        return store.runs();
    }

    private RunBook small() {
        StoreFile file = new StoreFile(directory.resolve("small.mv"));
        file.open(() -> new UUID(1, 2));
        return new StoredRuns(file, new Json(), new StoredRuns.Most(2, 3));
    }

    private static Duration ofMillis(long millis) {
        return Duration.ofMillis(millis);
    }
}
