package io.spotagents.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.model.Granularity;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.LeaseContract;
import io.spotagents.provider.Provider;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The fake keeps to what every provider keeps to, and breaks where it is told to. */
class FakeProviderTest extends LeaseContract {

    private static final Duration PASSING = Duration.ofMillis(200);
    private static final Place PLACE = new Place("fake", "account", "region", "zone");
    private static final Pool POOL = new Pool(PLACE, "type", OperatingSystem.LINUX, Purchase.SPOT);

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final FakeProvider fake = new FakeProvider(() -> now);

    FakeProviderTest() {
        fake.stock(POOL, 10);
        fake.stock(otherPool(), 10);
        fake.bootTime(Duration.ofMillis(100));
        fake.granularity(Granularity.SECONDS);
    }

    @Test
    void refusesOnceAsItIsTold() {
        Refusal refusal = Refusal.of(Kind.QUOTA_REACHED, Scope.ACCOUNT, "no more");
        fake.refuseNext(refusal);

        LaunchReply first = fake.launch(request(owner(), 1));
        LaunchReply second = fake.launch(request(owner(), 1));

        assertThat(first).isEqualTo(LaunchReply.refused(refusal));
        assertThat(second.instances()).hasSize(1);
    }

    @Test
    void aLostReplyLeavesInstancesThatTheSameTokenFinds() throws Exception {
        LaunchRequest request = request(owner(), 2);
        fake.loseReplyOfNextLaunch();

        LaunchReply lost = fake.launch(request);
        LaunchReply repeated = fake.launch(request);

        assertThat(lost.instances()).isEmpty();
        assertThat(lost.refusals()).extracting(Refusal::kind).containsExactly(Kind.OUTCOME_UNKNOWN);
        assertThat(ids(repeated)).hasSize(2).isEqualTo(listed());
    }

    @Test
    void aReclaimedInstanceVanishes() throws Exception {
        String id = fake.launch(request(owner(), 1)).instances().get(0).id();

        fake.reclaim(id);

        assertThat(listed()).isEmpty();
    }

    @Test
    void failsOneListing() throws Exception {
        fake.failNextList();

        assertThatThrownBy(this::listed).isInstanceOf(ProviderException.class);
        assertThat(listed()).isEmpty();
    }

    @Test
    void countsCalls() throws Exception {
        LaunchRequest request = request(owner(), 1);
        fake.launch(request);
        fake.list(controller);
        fake.end(Set.of("i-1"));

        assertThat(fake.calls())
                .extracting(FakeProvider.Call::kind)
                .containsExactly(
                        FakeProvider.Call.Kind.LAUNCH,
                        FakeProvider.Call.Kind.LIST,
                        FakeProvider.Call.Kind.END);
        assertThat(fake.calls().get(0).launch()).contains(request);
        assertThat(fake.calls(FakeProvider.Call.Kind.LAUNCH)).isEqualTo(1);
    }

    @Test
    void offersThePriceItIsTold() {
        fake.price(POOL, Usd.of(0.01));

        assertThat(fake.offers())
                .filteredOn(offer -> offer.pool().equals(POOL))
                .singleElement()
                .satisfies(
                        offer -> {
                            assertThat(offer.hourlyPrice()).contains(Usd.of(0.01));
                            assertThat(offer.onDemandHourlyPrice()).contains(Usd.of(0.03));
                        });
    }

    @Override
    protected Provider provider() {
        return fake;
    }

    @Override
    protected Pool somePool() {
        return POOL;
    }

    @Override
    protected Pool otherPool() {
        return POOL.with(Purchase.ON_DEMAND);
    }

    @Override
    protected void stock(Pool pool, int instances) {
        fake.stock(pool, instances);
    }

    @Override
    protected void renewLease(String instanceId, Duration length) {
        fake.renewLease(instanceId, length);
    }

    @Override
    protected String unknownId() {
        return "i-unknown";
    }

    @Override
    protected void passTime() {
        now = now.plus(PASSING);
    }
}
