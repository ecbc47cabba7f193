package io.spotagents.sim;

import io.spotagents.market.traces.Trace;
import io.spotagents.market.traces.TraceFolder;
import io.spotagents.market.traces.ZonePrices;
import io.spotagents.model.Usd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the pools of a replay from recorded traces and listed or drawn prices. */
public final class ReplayMarket {

    /** Dollars an hour on demand, where no list says; only ratios matter. */
    static final double ON_DEMAND_USD = 1.0;

    /** Spot costs this share of on-demand in the middle. */
    static final double SPOT_SHARE = 0.3;

    /** Standard deviation of the logarithm of prices between zones. */
    static final double SPREAD = 0.25;

    private ReplayMarket() {}

    /**
     * One pool for each trace. A trace of zeros and ones says nothing of depth: such a pool holds
     * whatever is asked while it is up.
     *
     * <p>A pool that is not listed gets a price drawn around the median of those that are, so that
     * it is neither absurdly cheap nor dear beside them.
     *
     * @param prices listed prices
     * @throws IllegalArgumentException if there are listed prices, and none is of these traces
     */
    public static List<SimulatedPool> of(
            TraceFolder traces, Optional<ZonePrices> prices, long seed) {
        Random random = new Random(seed);
        List<ZonePrices.Price> known = listed(traces, prices);
        double usualOnDemand = usualOnDemand(known);
        double usualSpot =
                median(known, price -> Optional.of(price.hourlyPrice()))
                        .orElse(usualOnDemand * SPOT_SHARE);
        List<SimulatedPool> pools = new ArrayList<>();
        for (Trace trace : traces.traces()) {
            double factor = Math.exp(SPREAD * random.nextGaussian());
            Optional<ZonePrices.Price> listed = prices.flatMap(list -> list.of(trace.name()));
            Usd onDemand =
                    listed.flatMap(ZonePrices.Price::onDemandHourlyPrice)
                            .orElse(Usd.of(usualOnDemand));
            Usd spot = listed.map(ZonePrices.Price::hourlyPrice).orElse(Usd.of(usualSpot * factor));
            pools.add(
                    new SimulatedPool(
                            trace.name().pool(), spot, onDemand, trace.gap(), depth(trace)));
        }
        return pools;
    }

    private static List<ZonePrices.Price> listed(TraceFolder traces, Optional<ZonePrices> prices) {
        List<ZonePrices.Price> listed =
                traces.traces().stream()
                        .flatMap(trace -> prices.flatMap(list -> list.of(trace.name())).stream())
                        .toList();
        if (prices.isPresent() && listed.isEmpty()) {
            throw new IllegalArgumentException(
                    "the prices are of "
                            + String.join(", ", prices.get().byZone().keySet())
                            + ", and none of the traces is: they are of "
                            + traces.traces().stream()
                                    .map(trace -> trace.name().zone())
                                    .distinct()
                                    .collect(Collectors.joining(", ")));
        }
        return listed;
    }

    /** What on-demand costs where the list does not say: as others, else by the spot prices. */
    private static double usualOnDemand(List<ZonePrices.Price> listed) {
        OptionalDouble spot = median(listed, price -> Optional.of(price.hourlyPrice()));
        return median(listed, ZonePrices.Price::onDemandHourlyPrice)
                .orElse(spot.isPresent() ? spot.getAsDouble() / SPOT_SHARE : ON_DEMAND_USD);
    }

    private static OptionalDouble median(
            List<ZonePrices.Price> listed, Function<ZonePrices.Price, Optional<Usd>> price) {
        double[] sorted =
                listed.stream()
                        .flatMap(one -> price.apply(one).stream())
                        .mapToDouble(Usd::dollars)
                        .sorted()
                        .toArray();
        return sorted.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(sorted[sorted.length / 2]);
    }

    private static int[] depth(Trace trace) {
        int[] counts = trace.counts();
        boolean isUpOrDown = Arrays.stream(counts).max().orElse(0) <= 1;
        return isUpOrDown
                ? Arrays.stream(counts).map(n -> n * SimulatedPool.UNLIMITED).toArray()
                : counts;
    }
}
