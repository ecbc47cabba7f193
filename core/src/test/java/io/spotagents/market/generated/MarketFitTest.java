package io.spotagents.market.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether generated markets look like the recorded one: docs/market-generator.md, table 1. */
class MarketFitTest {

    private static final int SEEDS = 100;
    private static final Duration LENGTH = Duration.ofDays(22);
    private static final Duration GAP = Duration.ofSeconds(195);
    private static final double[] LOSSES_PER_HOUR = {
        1.26, 1.08, 0.76, 0.42, 0.20, 0.14, 0.10, 0.05, 0.022
    };

    private static final MarketFigures FIGURES = new MarketFigures();

    @BeforeAll
    static void measure() {
        List<PoolSettings> pools =
                Stream.of(
                                "us-east-1a",
                                "us-east-1c",
                                "us-east-1d",
                                "us-east-1f",
                                "us-east-2a",
                                "us-east-2b",
                                "us-west-2a",
                                "us-west-2b",
                                "us-west-2c")
                        .map(MarketFitTest::pool)
                        .toList();
        MarketSettings settings = new MarketSettings(pools, LENGTH, MarketBehavior.scarce());
        for (long seed = 0; seed < SEEDS; seed++) {
            FIGURES.add(MarketGenerator.generate(settings, seed).traces(GAP).traces());
        }
    }

    @Test
    void lossesFallWithAgeAsRecorded() {
        double[] rates = FIGURES.lossesPerHour();

        for (int age = 0; age < rates.length; age++) {
            assertThat(rates[age])
                    .as("losses per hour up from %s h", MarketFigures.AGES[age])
                    .isCloseTo(LOSSES_PER_HOUR[age], withinPercentage(20));
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 0.77", "30, 0.50", "180, 0.16"})
    void poolsComeBackAsSlowlyAsRecorded(int minutes, double share) {
        assertThat(FIGURES.stillDownAfter(Duration.ofMinutes(minutes)))
                .isCloseTo(share, withinPercentage(10));
    }

    @Test
    void returnedPoolsAreLostAgainAsOftenAsRecorded() {
        assertThat(FIGURES.relapseShare()).isCloseTo(0.29, withinPercentage(10));
    }

    @Test
    void zonesOfARegionAreShortTogetherAndRegionsLessSo() {
        assertThat(FIGURES.correlationInRegion()).isCloseTo(0.43, withinPercentage(15));
        assertThat(FIGURES.correlationAcrossRegions()).isBetween(0.08, 0.20);
    }

    /** Recorded: 1.5 in one region, 5.8 and 6.1 in two others. */
    @Test
    void zonesOfARegionAreLostTogetherManyTimesMoreOftenThanByChance() {
        assertThat(FIGURES.lostTogetherRatio()).isBetween(3.0, 6.1);
    }

    /** Recorded: 5.9. */
    @Test
    void calmZonesOfARegionAreLostTogetherAsOftenAsRecorded() {
        assertThat(FIGURES.calmLostTogetherRatio()).isCloseTo(5.9, withinPercentage(15));
    }

    /** Recorded: 0.55, from 0.09 to 0.85. */
    @Test
    void poolsDifferInHowLongTheyAreUp() {
        assertThat(FIGURES.availability()).isBetween(0.5, 0.65);
        assertThat(FIGURES.availabilityDeviation()).isBetween(0.18, 0.32);
    }

    private static PoolSettings pool(String zone) {
        Place place = new Place("aws", "any", zone.substring(0, zone.length() - 1), zone);
        Pool pool = new Pool(place, "v100", OperatingSystem.LINUX, Purchase.SPOT);
        return PoolSettings.upOrDown(pool, Usd.of(3.06));
    }
}
