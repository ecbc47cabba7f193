package io.spotagents.provider.aws;

import io.spotagents.model.Pool;
import io.spotagents.provider.Provider;
import io.spotagents.provider.ProviderContract;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;

/** The contract, with the real SDK against an endpoint that models capacity and tokens. */
class AwsProviderContractTest extends ProviderContract {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeEc2 ec2 = FakeEc2.start(time);
    private final AwsSource source = new AwsSource(ec2.endpoint(), time);
    private final AwsProvider aws = source.provider();

    AwsProviderContractTest() {
        ec2.account().quotas.put("All Standard (A, C, M, R) Spot Instance Requests", 100_000.0);
        ec2.account().quotas.put("Running On-Demand Standard (A, C, M, R) instances", 100_000.0);
        ec2.paid()
                .reserved
                .add(new FakeCommitments.Reserved("ri", "m5.large", "", 10, "Linux/UNIX"));
        ec2.account().plans.put("plan", "Compute");
    }

    @AfterEach
    void close() {
        source.close();
        ec2.close();
    }

    @Override
    protected Provider provider() {
        return aws;
    }

    @Override
    protected Pool somePool() {
        return AwsSource.SPOT;
    }

    @Override
    protected Pool otherPool() {
        return AwsSource.OTHER;
    }

    @Override
    protected void stock(Pool pool, int instances) {
        ec2.stock(pool.machineType(), pool.place().zone(), instances);
    }

    @Override
    protected void passTime() {
        time.advance(Duration.ofSeconds(1));
    }

    @Override
    protected String unknownId() {
        return "i-0123456789abcdef0";
    }
}
