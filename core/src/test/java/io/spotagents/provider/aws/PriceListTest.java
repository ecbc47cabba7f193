package io.spotagents.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import io.spotagents.provider.cloud.MarketCache;
import io.spotagents.testing.LogLines;
import io.spotagents.testing.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceListTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final OperatingSystem LINUX = OperatingSystem.LINUX;

    @TempDir Path folder;

    private final VirtualTime time = new VirtualTime(NOON);
    private final FakeEc2 ec2 = FakeEc2.start(time);
    private final AwsSource source = new AwsSource(ec2.endpoint(), time);
    private final PriceList prices = list();

    private PriceList list() {
        return new PriceList(source.clients, MarketCache.NONE, time);
    }

    @AfterEach
    void close() {
        source.close();
        ec2.close();
    }

    @Test
    void tellsWhatSharedHardwareCostsByTheHour() {
        assertThat(prices.hourly("m5.large", LINUX)).contains(Usd.of(0.096));
        assertThat(prices.readAt(LINUX)).contains(NOON);
    }

    @Test
    void asksTheServiceAndRegionThatItSignsFor() {
        prices.hourly("m5.large", LINUX);

        assertThat(ec2.requests("GetProducts").get(0).get("signature"))
                .startsWith("AWS4-HMAC-SHA256 Credential=id/")
                .contains("/us-east-1/pricing/aws4_request");
        assertThat(SignedService.pricing("eu-west-3").address())
                .hasToString("https://api.pricing.eu-central-1.amazonaws.com");
        assertThat(SignedService.pricing("cn-north-1").address())
                .hasToString("https://api.pricing.cn-northwest-1.amazonaws.com.cn");
        assertThat(SignedService.quotas("eu-west-3").address())
                .hasToString("https://servicequotas.eu-west-3.amazonaws.com");
        assertThat(SignedService.savingsPlans().address())
                .hasToString("https://savingsplans.amazonaws.com");
    }

    @Test
    void knowsNoPriceRatherThanZero() {
        assertThat(prices.hourly("c5.large", LINUX)).isEmpty();
        assertThat(prices.hourly("m5.large", OperatingSystem.WINDOWS)).isEmpty();
        assertThat(prices.trouble()).isEmpty();
    }

    @Test
    void readsAllPagesOnceADay() {
        ec2.account().prices.put("m6g.large", "0.077");
        ec2.account().pageAtMost = 1;

        assertThat(prices.hourly("m6g.large", LINUX)).contains(Usd.of(0.077));
        prices.hourly("m5.large", LINUX);
        assertThat(source.calls.of("GetProducts")).isEqualTo(5);

        ec2.account().prices.put("m6g.large", "0.08");
        time.advance(Duration.ofHours(24));
        assertThat(prices.hourly("m6g.large", LINUX)).contains(Usd.of(0.08));
    }

    @Test
    void saysOnceWhichPermissionIsMissingAndAsksAgainLater() {
        ec2.deny("GetProducts");

        LogLines log = LogLines.of(Helpful.class.getName());
        assertThat(prices.hourly("m5.large", LINUX)).isEmpty();
        assertThat(prices.hourly("m5.large", LINUX)).isEmpty();

        assertThat(log.all()).hasSize(1);
        log.close();
        assertThat(prices.trouble().orElseThrow())
                .contains("(pricing:GetProducts)", "on-demand prices stay unknown");
        assertThat(source.calls.of("GetProducts")).isEqualTo(1);
        time.advance(Duration.ofMinutes(15));
        prices.hourly("m5.large", LINUX);
        assertThat(source.calls.of("GetProducts")).isEqualTo(2);
    }

    @Test
    void servesOnWithItsAgeWhileItCannotBeRead() {
        prices.hourly("m5.large", LINUX);
        time.advance(Duration.ofHours(25));
        ec2.failNext("GetProducts", new Ec2Error(500, "InternalErrorException", "busy"));

        assertThat(prices.hourly("m5.large", LINUX)).contains(Usd.of(0.096));
        assertThat(prices.readAt(LINUX)).contains(NOON);
    }

    @Test
    void survivesALostReply() {
        ec2.loseReplyOfNext("GetProducts");

        assertThat(prices.hourly("m5.large", LINUX)).isEmpty();
        time.advance(Duration.ofMinutes(15));

        assertThat(prices.hourly("m5.large", LINUX)).contains(Usd.of(0.096));
    }

    @Test
    void entersTheOffersWithTheTimeThatItWasReadAt() throws Exception {
        AwsProvider aws = source.provider(prices, MarketCache.NONE);
        aws.offers();
        time.advance(Duration.ofHours(1));

        Offer offer =
                aws.offers().stream()
                        .filter(one -> one.pool().equals(AwsSource.SPOT.with(Purchase.ON_DEMAND)))
                        .findFirst()
                        .orElseThrow();

        assertThat(offer.hourlyPrice()).contains(Usd.of(0.096));
        assertThat(offer.asOf()).isEqualTo(NOON);
    }

    @Test
    void costsNoCallAfterARestart() {
        MarketCache cache = MarketCache.in(folder);
        new PriceList(source.clients, cache, time).hourly("m5.large", LINUX);
        time.advance(Duration.ofHours(23));

        PriceList restarted = new PriceList(source.clients, cache, time);

        assertThat(restarted.hourly("m5.large", LINUX)).contains(Usd.of(0.096));
        assertThat(restarted.readAt(LINUX)).contains(NOON);
        assertThat(source.calls.of("GetProducts")).isEqualTo(1);
    }
}
