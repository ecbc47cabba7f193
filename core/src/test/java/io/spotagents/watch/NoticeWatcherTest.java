package io.spotagents.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spotagents.watch.NoticeWatcher.Rhythm;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NoticeWatcherTest {

    private static final Rhythm RHYTHM =
            new Rhythm(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMinutes(1));
    private static final AnnouncedReclaim FIRST =
            new AnnouncedReclaim(Instant.parse("2026-03-01T12:02:00Z"));
    private static final AnnouncedReclaim EARLIER =
            new AnnouncedReclaim(Instant.parse("2026-03-01T12:01:00Z"));

    private final FakeMetadata metadata = new FakeMetadata();
    private final List<AnnouncedReclaim> told = new CopyOnWriteArrayList<>();
    private volatile boolean connected = true;

    @Test
    void tellsOfAnAnnouncementOnceAndAgainWhenItsDeadlineChanges() {
        try (NoticeWatcher watcher = watcher()) {
            watcher.look();
            metadata.announced = Optional.of(FIRST);
            watcher.look();
            watcher.look();
            metadata.announced = Optional.of(EARLIER);
            watcher.look();
        }

        assertThat(told).containsExactly(FIRST, EARLIER);
    }

    @Test
    void tellsOfEachSignalOfARaisedRiskOnce() {
        List<Instant> risks = new CopyOnWriteArrayList<>();
        try (NoticeWatcher watcher =
                new NoticeWatcher(metadata, RHYTHM, () -> connected, told::add, risks::add)) {
            watcher.look();
            metadata.atRisk = Optional.of(FIRST.deadline());
            watcher.look();
            watcher.look();
            metadata.atRisk = Optional.of(FIRST.deadline().plusSeconds(60));
            watcher.look();
        }

        assertThat(risks).containsExactly(FIRST.deadline(), FIRST.deadline().plusSeconds(60));
        assertThat(told).isEmpty();
    }

    @Test
    void renewsTheLeaseOnlyWhileConnected() {
        try (NoticeWatcher watcher = watcher()) {
            watcher.renew();
            connected = false;
            watcher.renew();
        }

        assertThat(metadata.renewals).containsExactly(RHYTHM.lease());
    }

    @Test
    void goesOnAfterFailures() {
        metadata.announced = Optional.of(FIRST);
        metadata.failures.set(2);

        try (NoticeWatcher watcher = watcher()) {
            watcher.look();
            watcher.renew();
            watcher.look();
            watcher.renew();
        }

        assertThat(told).containsExactly(FIRST);
        assertThat(metadata.renewals).hasSize(1);
    }

    @Test
    void tellsAgainWhatTheListenerFailedToTake() {
        metadata.announced = Optional.of(FIRST);
        AtomicInteger attempts = new AtomicInteger();

        try (NoticeWatcher watcher =
                new NoticeWatcher(
                        metadata,
                        RHYTHM,
                        () -> connected,
                        announced -> {
                            if (attempts.incrementAndGet() == 1) {
                                throw new IllegalStateException("the channel is closing");
                            }
                        })) {
            watcher.look();
            watcher.look();
            watcher.look();
        }

        assertThat(attempts).hasValue(2);
    }

    @Test
    void looksAndRenewsByItselfUntilClosed() {
        NoticeWatcher watcher = NoticeWatcher.start(metadata, RHYTHM, () -> connected, told::add);
        await().until(() -> metadata.renewals.size() >= 3);
        metadata.announced = Optional.of(FIRST);
        await().until(() -> told.equals(List.of(FIRST)));

        watcher.close();

        await().until(() -> !isRunning());
        assertThat(told).containsExactly(FIRST);
    }

    @Test
    void refusesALeaseThatRunsOutBeforeItIsRenewed() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new Rhythm(second, second, second))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private NoticeWatcher watcher() {
        return new NoticeWatcher(metadata, RHYTHM, () -> connected, told::add);
    }

    private static boolean isRunning() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("spot-agents-notice-watcher"));
    }

    private static final class FakeMetadata implements InstanceMetadata {
        private static final long serialVersionUID = 1L;

        private final transient List<Duration> renewals = new CopyOnWriteArrayList<>();
        private final AtomicInteger failures = new AtomicInteger();
        private transient volatile Optional<AnnouncedReclaim> announced = Optional.empty();

        private transient volatile Optional<Instant> atRisk = Optional.empty();

        @Override
        public Optional<Instant> atRiskSince() {
            return atRisk;
        }

        @Override
        public Optional<AnnouncedReclaim> announced() throws IOException {
            failIfAsked();
            return announced;
        }

        @Override
        public void renewLease(Duration length) throws IOException {
            failIfAsked();
            renewals.add(length);
        }

        private void failIfAsked() throws IOException {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IOException("no answer");
            }
        }
    }
}
