package io.spotagents.sim;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Pool;
import io.spotagents.selection.Outlook;
import io.spotagents.selection.Plan;
import io.spotagents.selection.Request;
import io.spotagents.selection.SelectionPolicy;
import java.util.List;
import java.util.SortedMap;
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

    /** The same policy, with every choice timed. */
    SelectionPolicy timed(SelectionPolicy policy) {
        return new Timed(policy);
    }

    /** 99th percentile in milliseconds; 0 if nothing was decided. To be asked once, at the end. */
    double p99Millis() {
        double[] all = millis.build().toArray();
        return all.length == 0 ? 0 : PolicyScore.percentile(all, 0.99);
    }

    private final class Timed implements SelectionPolicy {
        private final SelectionPolicy policy;

        private Timed(SelectionPolicy policy) {
            this.policy = policy;
        }

        @Override
        public Plan select(Request request, MarketSnapshot market, Outlook outlook) {
            long begun = nanos.getAsLong();
            Plan plan = policy.select(request, market, outlook);
            millis.add((nanos.getAsLong() - begun) / 1e6);
            return plan;
        }

        @Override
        public List<Plan> selectAll(
                List<Request> requests, MarketSnapshot market, Outlook outlook) {
            long begun = nanos.getAsLong();
            List<Plan> plans = policy.selectAll(requests, market, outlook);
            millis.add((nanos.getAsLong() - begun) / 1e6);
            return plans;
        }

        @Override
        public SortedMap<Pool, String> leave(
                Request successor, MarketSnapshot market, Outlook outlook) {
            return policy.leave(successor, market, outlook);
        }
    }
}
