package io.spotagents.provider.local;

import io.spotagents.model.Pool;
import io.spotagents.provider.LeaseContract;
import io.spotagents.provider.Provider;
import io.spotagents.watch.LocalMetadata;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract, with real processes. */
class LocalProviderContractTest extends LeaseContract {

    @TempDir private Path home;
    private LocalSource source;
    private LocalProvider local;

    @BeforeEach
    void open() {
        source = new LocalSource(home);
        local = source.provider();
    }

    @AfterEach
    void close() throws Exception {
        source.close();
    }

    @Override
    protected Provider provider() {
        return local;
    }

    @Override
    protected Pool somePool() {
        return LocalSource.POOL;
    }

    @Override
    protected Pool otherPool() {
        return LocalSource.OTHER;
    }

    @Override
    protected void stock(Pool pool, int instances) {
        AdjustableScript script =
                pool.equals(LocalSource.POOL) ? source.script : source.otherScript;
        script.stock(instances);
    }

    @Override
    protected void renewLease(String instanceId, Duration length) throws Exception {
        new LocalMetadata(home.resolve(instanceId)).renewLease(length);
    }

    @Override
    protected String unknownId() {
        return "i-" + "0".repeat(32);
    }
}
