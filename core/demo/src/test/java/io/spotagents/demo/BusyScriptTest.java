package io.spotagents.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Usd;
import io.spotagents.provider.local.CalmScript;
import io.spotagents.provider.local.PoolScript.PoolReclaim;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BusyScriptTest {

    private static final Duration LEAD = Duration.ofMinutes(2);
    private static final int INSTANCES = 7;

    @ParameterizedTest
    @MethodSource("seeds")
    void isReclaimedOnceInEveryStepAndSoldOutAfterIt(long seed) {
        BusyScript script = new BusyScript(new CalmScript(Usd.of(1), 1), seed, LEAD, INSTANCES);

        Duration at = Duration.ZERO;
        for (long step = 0; step < 50; step++) {
            PoolReclaim reclaim = script.nextReclaim(at).orElseThrow();

            assertThat(reclaim.reclaimAt()).isGreaterThan(at);
            assertThat(reclaim.reclaimAt().dividedBy(BusyScript.STEP)).isEqualTo(step);
            assertThat(reclaim.reclaimAt().minus(reclaim.noticeAt())).isEqualTo(LEAD);
            assertThat(script.stock(reclaim.noticeAt().minusMillis(1))).isEqualTo(INSTANCES);
            assertThat(script.stock(reclaim.noticeAt())).isZero();
            assertThat(script.stock(reclaim.reclaimAt())).isZero();
            at = reclaim.reclaimAt();
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }
}
