package io.spotagents.provider.azure;

import io.spotagents.model.Pool;
import io.spotagents.provider.Provider;
import io.spotagents.provider.ProviderContract;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;

/** The contract, with the real pipeline against an endpoint that models capacity and names. */
class AzureProviderContractTest extends ProviderContract {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeAzure azure = FakeAzure.start(time);
    private final AzureSource source = new AzureSource(azure.endpoint(), time);
    private final AzureProvider provider = source.provider();

    @AfterEach
    void close() {
        azure.close();
    }

    @Override
    protected Provider provider() {
        return provider;
    }

    @Override
    protected Pool somePool() {
        return AzureSource.SPOT;
    }

    @Override
    protected Pool otherPool() {
        return AzureSource.OTHER;
    }

    @Override
    protected void stock(Pool pool, int instances) {
        azure.stock(pool.machineType(), pool.place().zone(), instances);
    }

    @Override
    protected void passTime() {
        time.advance(Duration.ofSeconds(1));
    }

    @Override
    protected String unknownId() {
        return "01234567-89ab-cdef-0123-456789abcdef";
    }
}
