package io.jenkins.plugins.spotagents.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WhyNoAgentTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final WhyNoAgent why = new WhyNoAgent();
    private final AtomicInteger lookedUp = new AtomicInteger();

    @Test
    void tellsAReasonOnceAndAnotherOneWhenItComes() {
        assertThat(lines(0, 119, "sold out at $0.10")).isZero();
        assertThat(lookedUp).hasValue(0);

        assertThat(lines(120, 600, "sold out at $0.10")).isEqualTo(1);
        assertThat(lines(601, 1200, "sold out at $0.25")).isZero();
        assertThat(lines(1201, 1800, "the quota is reached")).isEqualTo(1);
        assertThat(lookedUp.get()).isLessThan(20);
    }

    @Test
    void hasNewPatienceOnceAnAgentWasThere() {
        why.look(NOON, true, () -> "sold out");
        why.look(NOON.plusSeconds(100), false, () -> "sold out");

        assertThat(lines(101, 220, "sold out")).isZero();
        assertThat(lines(221, 221, "sold out")).isEqualTo(1);
    }

    private long lines(int fromSecond, int toSecond, String reason) {
        long lines = 0;
        for (int second = fromSecond; second <= toSecond; second++) {
            lines +=
                    why
                            .look(
                                    NOON.plusSeconds(second),
                                    true,
                                    () -> {
                                        lookedUp.incrementAndGet();
                                        return reason;
                                    })
                            .stream()
                            .count();
        }
        return lines;
    }
}
