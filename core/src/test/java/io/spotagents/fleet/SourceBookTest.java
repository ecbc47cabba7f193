package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spotagents.model.Granularity;
import io.spotagents.model.OperatingSystem;
import io.spotagents.testing.FakeProvider;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceBookTest {

    private static final SourceBook.Kind LINUX =
            new SourceBook.Kind("cloud/source", OperatingSystem.LINUX);
    private static final SourceBook.Kind WINDOWS =
            new SourceBook.Kind("cloud/source", OperatingSystem.WINDOWS);

    private final FakeProvider provider =
            new FakeProvider(new VirtualTime(Instant.parse("2026-01-01T00:00:00Z")));
    private final SourceBook book = new SourceBook();

    @Test
    void nothingIsKnownOfASourceThatNobodySpokeOf() {
        assertThat(book.bootHours(LINUX)).isEmpty();
        assertThat(book.granularity(LINUX.source())).isEqualTo(Granularity.EXACT);
    }

    @Test
    void believesTheProviderUntilSomethingWasSeen() {
        provider.usualBoot(Duration.ofSeconds(90));
        provider.granularity(Granularity.SECONDS);

        book.configured(Map.of(LINUX.source(), provider));

        assertThat(seconds(LINUX)).isEqualTo(90);
        assertThat(book.granularity(LINUX.source())).isEqualTo(Granularity.SECONDS);
    }

    @Test
    void whatIsSeenOutweighsWhatWasSaid() {
        provider.usualBoot(Duration.ofSeconds(90));
        book.configured(Map.of(LINUX.source(), provider));

        saw(LINUX, 30, 5);
        double atFirst = seconds(LINUX);
        saw(LINUX, 30, 200);

        assertThat(atFirst).isCloseTo(60, within(1e-9));
        assertThat(seconds(LINUX)).isBetween(30.0, 36.0);
    }

    @Test
    void aNewImageShowsWithinFiftyBoots() {
        saw(LINUX, 300, 1_000);
        saw(LINUX, 60, 50);

        assertThat(seconds(LINUX)).isBetween(60.0, 180.0);
    }

    @Test
    void windowsIsAnotherMatter() {
        saw(WINDOWS, 400, 50);

        assertThat(book.bootHours(LINUX)).isEmpty();
        assertThat(seconds(WINDOWS)).isGreaterThan(300);
    }

    @Test
    void thatAllTakeWhatIsUsualChangesNoDigit() {
        saw(LINUX, 200, 77);

        assertThat(book.bootHours(LINUX)).hasValue(200 / 3_600.0);
    }

    private void saw(SourceBook.Kind kind, int seconds, int times) {
        for (int i = 0; i < times; i++) {
            book.booted(kind.source(), kind.os(), Duration.ofSeconds(seconds));
        }
    }

    private double seconds(SourceBook.Kind kind) {
        return book.bootHours(kind).orElseThrow() * 3_600;
    }
}
