package io.spotagents.sim;

import io.spotagents.market.traces.Trace;
import io.spotagents.market.traces.TraceFolder;
import io.spotagents.market.traces.ZonePrices;
import io.spotagents.model.Usd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

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
     * @param prices listed prices; a pool that is not listed gets a drawn one
     */
    public static List<SimulatedPool> of(
            TraceFolder traces, Optional<ZonePrices> prices, long seed) {
        Random random = new Random(seed);
        List<SimulatedPool> pools = new ArrayList<>();
        for (Trace trace : traces.traces()) {
            double factor = Math.exp(SPREAD * random.nextGaussian());
            Optional<ZonePrices.Price> listed = prices.flatMap(list -> list.of(trace.name()));
            Usd onDemand =
                    listed.flatMap(ZonePrices.Price::onDemandHourlyPrice)
                            .orElse(Usd.of(ON_DEMAND_USD));
            Usd spot =
                    listed.map(ZonePrices.Price::hourlyPrice)
                            .orElse(Usd.of(onDemand.dollars() * SPOT_SHARE * factor));
            pools.add(
                    new SimulatedPool(
                            trace.name().pool(), spot, onDemand, trace.gap(), depth(trace)));
        }
        return pools;
    }

    private static int[] depth(Trace trace) {
        int[] counts = trace.counts();
        boolean isUpOrDown = Arrays.stream(counts).max().orElse(0) <= 1;
        return isUpOrDown
                ? Arrays.stream(counts).map(n -> n * SimulatedPool.UNLIMITED).toArray()
                : counts;
    }
}
