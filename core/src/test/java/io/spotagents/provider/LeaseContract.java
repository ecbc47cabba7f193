package io.spotagents.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a provider keeps to in addition if its instances end themselves with their lease. */
public abstract class LeaseContract extends ProviderContract {

    /** Long enough to renew a lease in time, short enough to wait for. */
    protected static final Duration SHORT_BOOT_DEADLINE = Duration.ofSeconds(2);

    /** Longer than any test waits between two renewals. */
    protected static final Duration LEASE = Duration.ofSeconds(20);

    /** What the agent of an instance does. */
    protected abstract void renewLease(String instanceId, Duration length) throws Exception;

    @Test
    void declaresThatItsInstancesDeleteThemselves() {
        assertThat(provider().leaseEnd()).isEqualTo(LeaseEnd.DELETES_ITSELF);
    }

    @Test
    void anInstanceWhoseLeaseIsNotRenewedEndsItselfAndARenewedOneLivesOn() throws Exception {
        LaunchRequest request = new LaunchRequest(owner(), somePool(), 2, SHORT_BOOT_DEADLINE);
        List<Instance> launched = provider().launch(request).instances();
        String renewed = launched.get(0).id();

        eventually(
                () -> {
                    renewLease(renewed, LEASE);
                    assertThat(listed()).isEqualTo(Set.of(renewed));
                });
    }

    @Test
    void aRenewalHoldsNoLongerThanItSays() throws Exception {
        LaunchReply reply = provider().launch(request(owner(), 1));
        String id = reply.instances().get(0).id();
        eventually(
                () ->
                        assertThat(provider().list(controller).instances())
                                .extracting(Instance::state)
                                .containsExactly(InstanceState.RUNNING));

        renewLease(id, Duration.ofMillis(500));

        eventually(() -> assertThat(listed()).isEmpty());
    }
}
