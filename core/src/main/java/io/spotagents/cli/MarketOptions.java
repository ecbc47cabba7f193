package io.spotagents.cli;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.market.RecordedObservation;
import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Pool;
import io.spotagents.store.ObservationLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where offers and observations come from. */
final class MarketOptions {

    /** Of an input that tells no time. */
    private static final Instant TIMELESS = Instant.parse("2026-01-01T00:00:00Z");

    @Option(
            names = "--offers",
            description = {
                "CSV with a header, or a JSON list of objects, one offer each: pool, cpus,"
                        + " memoryMib, usdPerHour, onDemandUsdPerHour, source, asOf; the first"
                        + " three are needed. Without it the market is made up.",
                "A pool is provider/account/region/zone/machineType/os/purchase."
            })
    private @Nullable Path offers;

    @Option(
            names = "--observations",
            description = "JSON lines, as \"observations export\" writes them.")
    private @Nullable Path observations;

    @Mixin private ProviderOptions provider = new ProviderOptions();

    @Option(names = "--seed", defaultValue = "7", description = "Draws the made-up market.")
    private long seed;

    @Option(
            names = "--at",
            description = "The moment to plan for; if absent, the newest in the input.")
    private @Nullable Instant at;

    KnownMarket read(OperatingSystem os) throws IOException {
        List<String> warnings = new ArrayList<>();
        List<RecordedObservation> seen = observations(warnings);
        Path file = offers;
        if (provider.isGiven()) {
            if (file != null) {
                throw new InputException("--offers and --provider exclude each other; leave one");
            }
            return provider.read(os, seen, warnings);
        }
        if (file == null) {
            KnownMarket madeUp = MadeUpMarket.of(os, seed);
            List<RecordedObservation> all = seen.isEmpty() ? madeUp.observations() : seen;
            Instant now = now(Stream.of(madeUp.snapshot().at()), all);
            MarketSnapshot then = new MarketSnapshot(now, madeUp.snapshot().offersBySource());
            return new KnownMarket(madeUp.told(), then, all, warnings);
        }
        List<OfferLine> lines = OfferFile.read(file);
        Instant now = now(lines.stream().flatMap(line -> line.asOf().stream()), seen);
        Map<String, List<Offer>> bySource = offers(lines, now, warnings);
        return new KnownMarket(
                lines.size() + " offers of " + file,
                MarketSnapshot.of(now, bySource),
                seen,
                warnings);
    }

    private Instant now(Stream<Instant> told, List<RecordedObservation> seen) {
        Instant newest =
                Stream.concat(told, seen.stream().map(one -> one.observation().seen().at()))
                        .max(Instant::compareTo)
                        .orElse(TIMELESS);
        return Optional.ofNullable(at).orElse(newest);
    }

    private static Map<String, List<Offer>> offers(
            List<OfferLine> lines, Instant now, List<String> warnings) {
        Map<String, List<Offer>> bySource = new HashMap<>();
        Map<String, Set<Pool>> pools = new HashMap<>();
        for (OfferLine line : lines) {
            Offer offer = line.offer(now);
            if (!pools.computeIfAbsent(line.source(), s -> new HashSet<>()).add(offer.pool())) {
                throw new InputException(
                        "%s, pool is there twice: %s; leave one of them out"
                                .formatted(line.where(), offer.pool()));
            }
            if (!line.hasPrice()) {
                String counts =
                        offer.onDemandHourlyPrice().isPresent()
                                ? "counts as on demand"
                                : "is not asked, as its on-demand price is not known either";
                warnings.add(line.where() + ", usdPerHour is not known: the pool " + counts);
            }
            bySource.computeIfAbsent(line.source(), s -> new ArrayList<>()).add(offer);
        }
        return bySource;
    }

    private List<RecordedObservation> observations(List<String> warnings) throws IOException {
        Path file = observations;
        if (file == null) {
            return List.of();
        }
        if (!Files.isRegularFile(file)) {
            throw new InputException(file, "is not a file that is there");
        }
        List<RecordedObservation> all = read(file);
        if (all.isEmpty()) {
            throw new InputException(file, "holds no observation; leave --observations out");
        }
        for (int next = 1; next < all.size(); next++) {
            if (all.get(next).clockWentBack()) {
                warnings.add(wentBack(file, all.get(next - 1), all.get(next)));
            }
        }
        return all;
    }

    private static List<RecordedObservation> read(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return ObservationLines.read(lines);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    file, e.getMessage() + "; write it as \"observations export\" does");
        }
    }

    private static String wentBack(
            Path file, RecordedObservation before, RecordedObservation after) {
        Duration by =
                Duration.between(after.observation().seen().at(), before.observation().seen().at());
        return "%s, line %d, seen.at: the clock went back%s; what was seen counts, the time between"
                        .formatted(
                                file,
                                after.number(),
                                by.isNegative() ? "" : " by " + by.toSeconds() + " s")
                + " does not";
    }
}
