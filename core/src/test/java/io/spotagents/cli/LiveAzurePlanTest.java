package io.spotagents.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.provider.azure.FakeAzure;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plans from what Azure offers now. */
class LiveAzurePlanTest {

    private final FakeAzure azure = FakeAzure.start(Clock.systemUTC());

    @AfterEach
    void close() {
        azure.close();
    }

    @Test
    void plansFromWhatAzureOffersNowAndLaunchesNothing() {
        Said said = plan("00000000-1111-2222-3333-444444444444", "--count", 5);

        assertThat(said.err()).isEmpty();
        assertThat(said.out()).contains("offers of azure in westeurope", "Standard_");
    }

    @Test
    void saysThatTheSubscriptionIsMissing() {
        assertThat(plan("mine").err()).contains("--subscription", "0000");
        assertThat(plan("00000000-1111-2222-3333-444444444444", "--families", "x9").err())
                .contains("check --families");
    }

    private Said plan(String subscription, Object... more) {
        Object[] first = {
            "plan",
            "--provider",
            "azure",
            "--subscription",
            subscription,
            "--region",
            "westeurope",
            "--endpoint",
            azure.endpoint()
        };
        Object[] all = new Object[first.length + more.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return Said.by(all);
    }
}
