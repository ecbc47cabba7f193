package io.spotagents.benchmarks;

import io.spotagents.portfolio.Demand;
import io.spotagents.portfolio.Outcome;
import io.spotagents.portfolio.PoolColumns;
import io.spotagents.portfolio.Portfolio;
import io.spotagents.portfolio.RandomPools;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One whole decision for 5,000 agents, as on each tick: one pool in a hundred has changed since,
 * then all are scored, instances handed out, and the chance of a large loss reckoned.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 4)
@Measurement(iterations = 4, time = 4)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"})
public class DecisionBenchmark {

    private static final int AGENTS = 5_000;

    @Param({"1000", "5000", "20000", "100000"})
    public int pools;

    /**
     * What is asked of the risk: {@code priced} into the choice, {@code bounded} as usual so that
     * its weight is searched for, {@code hopeless} where the search finds none.
     */
    @Param({"priced", "bounded", "hopeless"})
    public String risk;

    /** Most instances that a pool has room for; the mean is half of it. */
    @Param({"16"})
    public int room;

    private Random random;
    private RandomPools market;
    private PoolColumns columns;
    private Portfolio portfolio;
    private Demand demand;

    @Setup
    public void fill() {
        random = new Random(7);
        market = new RandomPools(random, 60, 120, room);
        columns = market.pools(pools);
        portfolio = new Portfolio();
        demand = new Demand(AGENTS, RandomPools.WORK, Demand.Limits.NONE, wish());
    }

    private Demand.Risk wish() {
        return switch (risk) {
            case "priced" -> new Demand.Risk(0.5, 0.3, 1);
            case "bounded" -> new Demand.Risk(0.05, 0.1, 0.002);
            default -> new Demand.Risk(0.05, 0.01, 0);
        };
    }

    @Benchmark
    public Outcome decide() {
        for (int each = 0; each < pools / 100; each++) {
            market.fill(columns, random.nextInt(pools));
        }
        return portfolio.allocate(columns, demand);
    }
}
