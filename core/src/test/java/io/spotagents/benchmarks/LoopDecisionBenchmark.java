package io.spotagents.benchmarks;

import io.spotagents.fleet.LivedMarket;
import io.spotagents.market.MarketSnapshot;
import io.spotagents.selection.Plan;
import io.spotagents.selection.Request;
import io.spotagents.selection.RiskPriced;
import io.spotagents.selection.SelectionPolicy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the loop does on a tick in which 5,000 agents are wanted, of one template or of twenty
 * together: asks all its books what holds now, and plans. The cloud has advised of every pool and
 * scored one in three; as many things have happened to pools as a twentieth or a third of their
 * number, and the fleet holds one or two instances for each; something more happens each tenth
 * tick, and every 60th tick prices are new.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 4)
@Measurement(iterations = 4, time = 5)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"})
public class LoopDecisionBenchmark {

    private static final int AGENTS = 5_000;
    private static final int TICKS_BETWEEN_PRICES = 60;

    @Param({"1000", "5000", "20000", "100000"})
    public int pools;

    @Param({"1", "20"})
    public int templates;

    /** One thing has happened for so many pools. */
    @Param({"20", "3"})
    public int poolsPerEvent;

    private LivedMarket market;
    private MarketSnapshot[] prices;
    private List<Request> requests;
    private SelectionPolicy policy;
    private int ticks;

    @Setup
    public void live() {
        market = new LivedMarket(7, pools, 1);
        market.adviseAll();
        market.live(pools / poolsPerEvent);
        prices = new MarketSnapshot[2];
        for (int each = 0; each < prices.length; each++) {
            market.reprice();
            prices[each] = market.market();
        }
        requests = market.requests(templates, AGENTS);
        policy = new RiskPriced(RiskPriced.Terms.USUAL);
    }

    @Setup(Level.Invocation)
    public void tick() {
        market.tick();
        market.market(prices[ticks++ / TICKS_BETWEEN_PRICES % 2]);
    }

    @Benchmark
    public List<Plan> decide() {
        return policy.selectAll(requests, market.market(), market.outlook());
    }
}
