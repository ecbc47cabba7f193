package io.spotagents.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.spotagents.commitments.Commitment;
import io.spotagents.commitments.CommitmentLedger;
import io.spotagents.commitments.Margins;
import io.spotagents.commitments.Reach;
import io.spotagents.commitments.Running;
import io.spotagents.commitments.Shape;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import io.spotagents.provider.PaidFor;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AzureCommitmentsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String OTHER = "99999999-1111-2222-3333-444444444444";
    private static final Reach SHARED = new Reach("azure", Optional.empty());
    private static final Reach OURS = new Reach("azure", Optional.of(FakeRegion.SUBSCRIPTION));

    private final VirtualTime time = new VirtualTime(NOON);
    private final FakeAzure azure = FakeAzure.start(time);
    private final AzureSource source = new AzureSource(azure.endpoint(), time);
    private final AzureProvider provider = source.provider();

    @AfterEach
    void close() {
        azure.close();
    }

    @Test
    void whoBoughtNothingHasPaidForNothing() throws Exception {
        assertThat(provider.paidFor()).isEmpty();
        assertThat(azure.requests("virtualMachines/listAll")).isEmpty();
    }

    @Test
    void aFlexibleReservationIsGoodForItsFamilyByProcessors() throws Exception {
        azure.purchases().reserve("Standard_D2s_v5", 3);

        assertThat(paidFor().commitments())
                .containsExactly(
                        new Commitment.SizeFlexible(
                                "reservation/reservation-0",
                                SHARED,
                                FakeRegion.NAME,
                                new Commitment.SizeFlexible.Kind("Ds_v5", OperatingSystem.LINUX),
                                6_000));
        assertThat(paidFor().shapes())
                .extracting(Shape::machineType)
                .contains("Standard_D2s_v5", "Standard_D4s_v5")
                .doesNotContain("Standard_E2s_v5");
    }

    @Test
    void oneThatIsNotFlexibleIsGoodForItsSizeAlone() throws Exception {
        FakePurchases.properties(azure.purchases().reserve("Standard_E2s_v5", 2))
                .put("instanceFlexibility", "Off");

        assertThat(paidFor().commitments())
                .singleElement()
                .asInstanceOf(type(Commitment.Exact.class))
                .satisfies(
                        it -> {
                            assertThat(it.kind().machineType()).isEqualTo("Standard_E2s_v5");
                            assertThat(it.count()).isEqualTo(2);
                        });
        assertThat(paidFor().shapes())
                .extracting(Shape::machineType)
                .containsOnly("Standard_E2s_v5");
    }

    @Test
    void whatIsNotForUsIsLeftOut() throws Exception {
        FakePurchases bought = azure.purchases();
        FakePurchases.only(bought.reserve("Standard_D2s_v5", 1), OTHER);
        bought.reserve("Standard_D2s_v5", 1).put("location", "eastus");
        FakePurchases.properties(bought.reserve("Standard_D2s_v5", 1))
                .put("provisioningState", "Expired");
        FakePurchases.properties(bought.reserve("P1", 1))
                .put("reservedResourceType", "SqlDatabases");
        FakePurchases.properties(bought.plan(1, "P1Y"))
                .putObject("commitment")
                .put("grain", "Hourly")
                .put("currencyCode", "EUR")
                .put("amount", 1);

        assertThat(provider.paidFor()).isEmpty();
    }

    @Test
    void aPlanIsUsedUpAtThePricesOfItsTerm() throws Exception {
        FakePurchases.only(azure.purchases().plan(1.25, "P3Y"), FakeRegion.SUBSCRIPTION);

        assertThat(paidFor().commitments())
                .singleElement()
                .asInstanceOf(type(Commitment.SpendPlan.class))
                .satisfies(
                        it -> {
                            assertThat(it.reach()).isEqualTo(OURS);
                            assertThat(it.hourly()).isEqualTo(new Usd(1_250_000));
                            assertThat(
                                            it.rates()
                                                    .get(
                                                            new Commitment.SpendPlan.Item(
                                                                    FakeRegion.NAME,
                                                                    "Standard_D2s_v5",
                                                                    OperatingSystem.LINUX)))
                                    .isEqualTo(
                                            new Commitment.SpendPlan.Rate(
                                                    new Usd(64_800), new Usd(108_000)));
                        });
    }

    @Test
    void whatRunsOnDemandUsesThemAndSpotDoesNot() throws Exception {
        azure.purchases().reserve("Standard_D2s_v5", 10);
        launch(AzureSource.SPOT.with(Purchase.ON_DEMAND), 3);
        launch(AzureSource.SPOT, 2);

        PaidFor paid = paidFor();

        assertThat(paid.running().stream().mapToInt(Running::count).sum())
                .isEqualTo(3 + 1); // one of somebody else's
        assertThat(
                        CommitmentLedger.of(paid.commitments(), paid.running(), Margins.DEFAULT)
                                .reading(paid.at())
                                .uses())
                .isNotEmpty();
    }

    @Test
    void whatMayNotBeReadIsLeftOut() throws Exception {
        azure.purchases().reserve("Standard_D2s_v5", 10);
        azure.purchases().plan(1, "P1Y");
        azure.failNext("reservations/list", new ArmError(403, "AuthorizationFailed", "No."));

        assertThat(paidFor().commitments())
                .extracting(Commitment::id)
                .isEqualTo(List.of("plan/plan-0"));
        assertThat(provider.troubles())
                .singleElement()
                .asString()
                .contains("AuthorizationFailed", "goes without reservations");
    }

    private PaidFor paidFor() throws Exception {
        return provider.paidFor().orElseThrow();
    }

    private void launch(Pool pool, int count) {
        Owner owner =
                new Owner(new UUID(1, 1), new TemplateKey("cloud", "template"), UUID.randomUUID());
        provider.launch(new LaunchRequest(owner, pool, count, Duration.ofMinutes(5)));
    }
}
