package io.spotagents.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Offer;
import io.spotagents.provider.PoolSignals;
import io.spotagents.provider.cloud.MarketCache;
import io.spotagents.testing.LogLines;
import io.spotagents.testing.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarketCacheTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final List<String> READINGS =
            List.of(
                    "DescribeInstanceTypes",
                    "DescribeInstanceTypeOfferings",
                    "DescribeSpotPriceHistory",
                    "GetSpotPlacementScores",
                    "GetProducts");

    @TempDir Path folder;

    private final VirtualTime time = new VirtualTime(NOON);
    private final FakeEc2 ec2 = FakeEc2.start(time);
    private final AwsSource source = new AwsSource(ec2.endpoint(), time);

    @AfterEach
    void close() {
        source.close();
        ec2.close();
    }

    @Test
    void keepsARestartFromReadingWhatIsFresh() throws Exception {
        AwsProvider before = started();
        List<Offer> offers = before.offers();
        List<PoolSignals> signals = before.signals();
        time.advance(Duration.ofMinutes(4));

        AwsProvider after = started();

        assertThat(after.offers()).isEqualTo(offers);
        assertThat(after.signals()).isEqualTo(signals);
        assertThat(READINGS).allSatisfy(it -> assertThat(source.calls.of(it)).isEqualTo(1));
    }

    @Test
    void readsAnewWhatIsFreshNoLonger() throws Exception {
        started().offers();
        time.advance(Duration.ofMinutes(6));

        List<Offer> offers = started().offers();

        assertThat(offers).extracting(Offer::asOf).contains(time.instant());
        assertThat(source.calls.of("DescribeSpotPriceHistory")).isEqualTo(2);
        assertThat(source.calls.of("DescribeInstanceTypes")).isEqualTo(1);
    }

    @Test
    void keepsAccountsAndRegionsApartAndFiltersTogether() throws Exception {
        started().offers();

        assertThat(names())
                .contains(
                        "123456789012_us-east-1_types.json",
                        "123456789012_us-east-1_offerings.json",
                        "123456789012_us-east-1_spot-prices_LINUX.json",
                        "on-demand_us-east-1_LINUX.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "{\"version\":2,\"at\":\"2026-01-01T12:00:00Z\",\"rows\":[]}",
                "{\"version\":1,\"at\":\"yesterday\",\"rows\":[]}",
                "{\"version\":1,\"at\":\"2026-01-01T12:00:00Z\"}",
                "{\"version\":1,\"at\":\"2026-01-01T12:00:00Z\",\"rows\":[{\"other\":1}]}",
                "{\"version\":1,\"at\":\"2026-01-01T12:00:00Z\",\"rows\":[null]}",
                "{\"version\":1,\"at\":\"2026-01-01T12:00:00Z\",\"rows\":[{}]}",
                "{\"version\":1,\"at\":\"2027-01-01T12:00:00Z\",\"rows\":[]}"
            })
    void readsAnewWhatIsDamagedAndSaysSo(String damaged) throws Exception {
        List<Offer> offers = started().offers();
        for (String name : names()) {
            Files.writeString(folder.resolve(name), damaged);
        }

        LogLines log = LogLines.of(MarketCache.class.getName());
        assertThat(started().offers()).isEqualTo(offers);

        assertThat(log.all()).hasSize(4).allMatch(line -> line.contains("is read anew"));
        log.close();
        assertThat(source.calls.of("DescribeInstanceTypes")).isEqualTo(2);
        assertThat(started().offers()).isEqualTo(offers);
        assertThat(source.calls.of("DescribeInstanceTypes")).isEqualTo(2);
    }

    @Test
    void holdsSoManyFilesAtMost() throws Exception {
        for (int number = 0; number < 250; number++) {
            Files.writeString(folder.resolve("old-" + number + ".json"), "{}");
        }

        started().offers();

        assertThat(names()).hasSize(200).contains("123456789012_us-east-1_types.json");
    }

    @Test
    void doesWithoutAFolderThatCannotBeWritten() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        MarketCache cache = MarketCache.in(file);

        assertThat(source.provider(OnDemandPrices.UNKNOWN, cache).offers()).isNotEmpty();
    }

    private AwsProvider started() {
        MarketCache cache = MarketCache.in(folder);
        return source.provider(new PriceList(source.clients, cache, time), cache);
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
