package io.spotagents.provider.gcp;

import io.spotagents.model.Pool;
import io.spotagents.provider.Provider;
import io.spotagents.provider.ProviderContract;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;

/** The contract, with the real client against an endpoint that models capacity and operations. */
class GcpProviderContractTest extends ProviderContract {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeGce gce = FakeGce.start(time);
    private final GcpSource source = new GcpSource(gce.endpoint(), time);
    private final GcpProvider gcp = source.provider();

    @AfterEach
    void close() {
        source.close();
        gce.close();
    }

    @Override
    protected Provider provider() {
        return gcp;
    }

    @Override
    protected Pool somePool() {
        return GcpSource.SPOT;
    }

    @Override
    protected Pool otherPool() {
        return GcpSource.OTHER;
    }

    @Override
    protected void stock(Pool pool, int instances) {
        gce.stock(pool.machineType(), pool.place().zone(), instances);
    }

    @Override
    protected void passTime() {
        time.advance(Duration.ofSeconds(1));
    }

    @Override
    protected String unknownId() {
        return "europe-west3-a:4711";
    }
}
