package io.spotagents.batches;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitForLastingTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Asker SPOT = new Asker("spot", 0.1, false);
    private static final Hiring.Now NONE_LASTS = new Hiring.Now(3, 0, 1, 1);
    private static final Hiring.Now ONE_LASTS = new Hiring.Now(3, 1, 0, 0);

    private final WaitForLasting patience = new WaitForLasting();
    private final TestRun run =
            new TestRun(
                    List.of("a"),
                    new TestRun.Terms(
                            Map.of(),
                            new Cutting(Duration.ofSeconds(1), Duration.ofMinutes(1), 2),
                            new Chances(3, 0, 2, 2),
                            1));

    @BeforeEach
    void loseItTwice() {
        for (int time = 0; time < 2; time++) {
            Batch batch = run.next(SPOT, NOON).orElseThrow();
            run.takeBack(batch.number(), Loss.RECLAIMED);
        }
    }

    @Test
    void anyAgentMayHaveTestsThatWaitedTooLong() {
        assertThat(patience.look(run, NONE_LASTS, NOON)).isZero();
        assertThat(patience.look(run, NONE_LASTS, after(299))).isZero();
        assertThat(run.next(SPOT, after(299))).isEmpty();

        assertThat(patience.look(run, NONE_LASTS, after(300))).isEqualTo(1);

        assertThat(run.leftForLasting().waiting()).isZero();
        Batch batch = run.next(SPOT, after(300)).orElseThrow();
        assertThat(batch.tests()).containsExactly("a");
        assertThat(patience.look(run, NONE_LASTS, after(900))).isZero();
    }

    /** The run ends: what is reclaimed once more may be had by any, until its chances are used. */
    @Test
    void whatIsReclaimedAfterwardsDoesNotWaitAgain() {
        patience.look(run, NONE_LASTS, NOON);
        patience.look(run, NONE_LASTS, after(300));

        run.takeBack(run.next(SPOT, after(301)).orElseThrow().number(), Loss.RECLAIMED);

        assertThat(run.next(SPOT, after(302))).isPresent();
    }

    @Test
    void waitsAsLongAsItTakesForAnAgentThatIsThere() {
        patience.look(run, NONE_LASTS, NOON);
        assertThat(patience.look(run, ONE_LASTS, after(299))).isZero();
        assertThat(patience.look(run, ONE_LASTS, after(900))).isZero();

        assertThat(patience.look(run, NONE_LASTS, after(901))).isZero();
        assertThat(patience.look(run, NONE_LASTS, after(1200))).isZero();
        assertThat(patience.look(run, NONE_LASTS, after(1201))).isEqualTo(1);
    }

    private static Instant after(int seconds) {
        return NOON.plusSeconds(seconds);
    }
}
