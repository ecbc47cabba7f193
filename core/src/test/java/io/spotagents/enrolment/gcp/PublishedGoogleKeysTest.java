package io.spotagents.enrolment.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.testing.LogLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishedGoogleKeysTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private byte[] published;
    private int reads;
    private boolean fails;
    private final PublishedGoogleKeys keys =
            new PublishedGoogleKeys(
                    () -> {
                        reads++;
                        if (fails) {
                            throw new IOException("no route to Google");
                        }
                        return published;
                    });

    @BeforeEach
    void publish() throws Exception {
        published = new FakeGoogle().published();
    }

    @Test
    void readsOnceAnHour() {
        assertThat(keys.find(FakeGoogle.KEY, NOON)).isPresent();
        assertThat(keys.find(FakeGoogle.KEY, NOON.plus(Duration.ofMinutes(59)))).isPresent();
        assertThat(reads).isEqualTo(1);

        assertThat(keys.find(FakeGoogle.KEY, NOON.plus(Duration.ofMinutes(60)))).isPresent();

        assertThat(reads).isEqualTo(2);
    }

    @Test
    void looksForAKeyThatIsNotKnownOnceAMinuteWhateverIsSent() {
        for (int at = 0; at < 60; at++) {
            assertThat(keys.find("another-" + at, NOON.plusSeconds(at))).isEmpty();
        }
        assertThat(reads).isEqualTo(1);

        assertThat(keys.find("another", NOON.plusSeconds(60))).isEmpty();

        assertThat(reads).isEqualTo(2);
    }

    @Test
    void whatWasReadServesForADayWhileGoogleDoesNotAnswer() {
        assertThat(keys.find(FakeGoogle.KEY, NOON)).isPresent();
        fails = true;

        LogLines log = LogLines.of("io.spotagents.enrolment.gcp");
        assertThat(keys.find(FakeGoogle.KEY, NOON.plus(Duration.ofHours(23)))).isPresent();
        assertThat(keys.find(FakeGoogle.KEY, NOON.plus(Duration.ofHours(24)))).isEmpty();
        log.close();
        assertThat(log.warnings()).anyMatch(line -> line.contains("reaches www.googleapis.com"));
    }

    @Test
    void aKeyThatGoogleTookBackCountsNoMore() throws Exception {
        assertThat(keys.find(FakeGoogle.KEY, NOON)).isPresent();
        published =
                text(published).replace(FakeGoogle.KEY, "key-2").getBytes(StandardCharsets.UTF_8);

        assertThat(keys.find(FakeGoogle.KEY, NOON.plus(Duration.ofHours(1)))).isEmpty();
        assertThat(keys.find("key-2", NOON.plus(Duration.ofHours(1)))).isPresent();
    }

    @Test
    void whatIsNoKeySetLetsNobodyIn() {
        published = "<html>proxy</html>".getBytes(StandardCharsets.UTF_8);

        assertThat(keys.find(FakeGoogle.KEY, NOON)).isEmpty();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
