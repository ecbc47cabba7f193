package io.spotagents.provider.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.provider.Quota;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GcpQuotasTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Pool ON_DEMAND =
            GcpSource.pool("n2-standard-2", "europe-west3-a", Purchase.ON_DEMAND);

    private final VirtualTime time = new VirtualTime(NOON);
    private final FakeGce gce = FakeGce.start(time);
    private final GcpSource source = new GcpSource(gce.endpoint(), time);

    @AfterEach
    void close() {
        source.close();
        gce.close();
    }

    @Test
    void spotHasAQuotaOfItsOwnOnceAnyOfItIsGranted() throws Exception {
        gce.tellQuota("PREEMPTIBLE_CPUS", 100, 8);
        gce.tellQuota("N2_CPUS", 24, 30);
        gce.tellQuota("CPUS", 72, 0);

        List<Quota> quotas = source.provider().quotas();

        assertThat(quotas).extracting(Quota::name).containsExactly("N2_CPUS", "PREEMPTIBLE_CPUS");
        Quota family = quotas.get(0);
        assertThat(family.use()).isEqualTo(new Quota.Use(24, 30, NOON));
        assertThat(family.cpusOf(ON_DEMAND)).isEqualTo(2);
        assertThat(family.cpusOf(GcpSource.SPOT)).isZero();
        Quota spot = quotas.get(1);
        assertThat(spot.use()).isEqualTo(new Quota.Use(100, 8, NOON));
        assertThat(spot.cpusOf(GcpSource.SPOT)).isEqualTo(2);
        assertThat(spot.cpusOf(GcpSource.OTHER)).isEqualTo(4);
        assertThat(spot.cpusOf(ON_DEMAND)).isZero();
    }

    @Test
    void untilThenSpotCountsAgainstThatOfItsFamily() throws Exception {
        gce.tellQuota("PREEMPTIBLE_CPUS", 0, 0);
        gce.tellQuota("N2_CPUS", 24, 0);
        gce.tellQuota("N2D_CPUS", 16, 0);
        gce.tellQuota("SSD_TOTAL_GB", 500, 0);

        List<Quota> quotas = source.provider().quotas();

        assertThat(quotas).extracting(Quota::name).containsExactly("N2D_CPUS", "N2_CPUS");
        assertThat(quotas.get(0).cpusOf(GcpSource.OTHER)).isEqualTo(4);
        assertThat(quotas.get(1).cpusOf(GcpSource.SPOT)).isEqualTo(2);
        assertThat(quotas.get(1).cpusOf(ON_DEMAND)).isEqualTo(2);
    }

    @Test
    void noLimitIsOneThatIsNeverReached() throws Exception {
        gce.tellQuota("N2_CPUS", -1, 0);

        assertThat(source.provider().quotas().get(0).use().limit())
                .isGreaterThan(Integer.MAX_VALUE);
    }

    @Test
    void isReadEveryFiveMinutes() throws Exception {
        GcpProvider provider = source.provider();
        gce.tellQuota("N2_CPUS", 24, 0);
        provider.quotas();
        gce.tellQuota("N2_CPUS", 24, 10);
        assertThat(provider.quotas().get(0).use()).isEqualTo(new Quota.Use(24, 0, NOON));

        time.advance(Duration.ofMinutes(5));

        assertThat(provider.quotas().get(0).use().used()).isEqualTo(10);
    }
}
