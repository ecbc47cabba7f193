package io.spotagents.sim;

import io.spotagents.selection.SelectionPolicy;
import java.util.function.LongSupplier;
import java.util.stream.DoubleStream;

/** How long a policy took for each decision, by a clock from outside. Not thread-safe. */
public final class Decisions {

    private final LongSupplier nanos;
    private final DoubleStream.Builder millis = DoubleStream.builder();

    /**
     * @param nanos a clock in nanoseconds, of any origin
     */
    public Decisions(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The same policy, with every decision timed. */
    SelectionPolicy timed(SelectionPolicy policy) {
        return (request, market, outlook) -> {
            long begun = nanos.getAsLong();
            try {
                return policy.select(request, market, outlook);
            } finally {
                millis.add((nanos.getAsLong() - begun) / 1e6);
            }
        };
    }

    /** 99th percentile in milliseconds; 0 if nothing was decided. To be asked once, at the end. */
    double p99Millis() {
        double[] all = millis.build().toArray();
        return all.length == 0 ? 0 : PolicyScore.percentile(all, 0.99);
    }
}
