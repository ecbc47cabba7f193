package io.spotagents.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import io.spotagents.model.Usd;
import io.spotagents.provider.PoolSignals;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwsMarketTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final VirtualTime time = new VirtualTime(NOON);
    private final FakeEc2 ec2 = FakeEc2.start(time);
    private final AwsSource source = new AwsSource(ec2.endpoint(), time);
    private final AwsProvider aws = source.provider();

    @AfterEach
    void close() {
        source.close();
        ec2.close();
    }

    @Test
    void offersWhatIsSoldInEachZoneWithItsPrices() throws Exception {
        Map<Pool, Offer> offers =
                aws.offers().stream().collect(Collectors.toMap(Offer::pool, Function.identity()));

        Offer spot = offers.get(AwsSource.SPOT);
        assertThat(spot.size()).isEqualTo(new Size(2, 8192));
        assertThat(spot.hourlyPrice()).contains(Usd.of(0.028));
        assertThat(spot.onDemandHourlyPrice()).contains(Usd.of(0.1));
        assertThat(spot.asOf()).isEqualTo(NOON);
        assertThat(offers.get(AwsSource.SPOT.with(Purchase.ON_DEMAND)).hourlyPrice())
                .contains(Usd.of(0.1));
        assertThat(offers).hasSize(2 * (6 * 3 - 1));
    }

    @Test
    void leavesOutMetalAndWhatIsOlderThanNitro() throws Exception {
        assertThat(aws.offers())
                .extracting(offer -> offer.pool().machineType())
                .contains("m6g.large")
                .doesNotContain("m5.metal", "m1.small");
    }

    @Test
    void offersOnlyWhatItsFilterAdmits() throws Exception {
        TypeFilter filter =
                TypeFilter.between(new Size(2, 4096), new Size(4, 16384)).of(Set.of("m5"));
        AwsSettings all = AwsSource.settings(AwsSettings.Ways.with(UserData.NONE));
        AwsSettings few =
                new AwsSettings(
                        all.region(),
                        all.images(),
                        all.network(),
                        AwsSettings.Hardware.of(filter),
                        all.ways());

        assertThat(source.provider(few).offers())
                .extracting(offer -> offer.pool().machineType())
                .containsOnly("m5.large", "m5.xlarge");
    }

    @Test
    void offersOnlyWhatAnImageRunsOn() throws Exception {
        AwsSettings both = AwsSource.settings(AwsSettings.Ways.with(UserData.NONE));
        AwsSettings x86 =
                new AwsSettings(
                        both.region(),
                        List.of(ImageChoice.name("ours-*", "self")),
                        both.network(),
                        both.hardware(),
                        both.ways());

        assertThat(source.provider(x86).offers())
                .extracting(offer -> offer.pool().machineType())
                .contains("m5.large")
                .doesNotContain("m6g.large");
    }

    @Test
    void readsPricesAgainAfterFiveMinutesAndTypesAfterADay() throws Exception {
        aws.offers();
        aws.offers();
        assertThat(source.calls.of("DescribeSpotPriceHistory")).isEqualTo(1);

        time.advance(Duration.ofMinutes(5));
        aws.offers();
        time.advance(Duration.ofHours(24));
        aws.offers();

        assertThat(source.calls.of("DescribeSpotPriceHistory")).isEqualTo(3);
        assertThat(source.calls.of("DescribeInstanceTypes")).isEqualTo(2);
    }

    @Test
    void readsAllPages() throws Exception {
        List<Offer> whole = aws.offers();
        ec2.pageAtMost(2);

        assertThat(source.provider().offers()).isEqualTo(whole);
    }

    @Test
    void answersWhatItReadLastWithItsAgeWhilePricesCannotBeRead() throws Exception {
        aws.offers();
        time.advance(Duration.ofMinutes(6));
        failPrices();

        List<Offer> stale = aws.offers();

        assertThat(stale).extracting(Offer::asOf).contains(NOON);
    }

    @Test
    void failsOnceWhatItReadLastIsOfNoUse() throws Exception {
        aws.offers();
        time.advance(Duration.ofHours(6));
        failPrices();

        assertThatThrownBy(aws::offers)
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> assertThat(e.refusal().kind()).isEqualTo(Kind.NOT_ALLOWED));
    }

    @Test
    void scoresGroupsOfTypesWithinItsBudget() throws Exception {
        List<PoolSignals> signals = aws.signals();

        assertThat(source.calls.of("GetSpotPlacementScores")).isEqualTo(1);
        Map<Pool, Double> probabilities =
                signals.stream()
                        .collect(
                                Collectors.toMap(
                                        PoolSignals::pool,
                                        it -> it.placement().orElseThrow().probability()));
        assertThat(probabilities).containsEntry(AwsSource.SPOT, 0.9);
        assertThat(probabilities).containsEntry(AwsSource.OTHER, 0.3);
        aws.signals();
        assertThat(source.calls.of("GetSpotPlacementScores")).isEqualTo(1);
    }

    @Test
    void asksForNoScoresIfItMayNot() throws Exception {
        AwsSettings settings =
                AwsSource.settings(
                        AwsSettings.Ways.with(UserData.NONE).with(AwsSettings.Scores.NONE));

        assertThat(source.provider(settings).signals()).isEmpty();
        assertThat(source.calls.of("GetSpotPlacementScores")).isZero();
    }

    private void failPrices() {
        ec2.failNext(
                "DescribeSpotPriceHistory",
                new Ec2Error(403, "UnauthorizedOperation", "Not authorized"));
    }
}
