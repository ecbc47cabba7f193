package io.spotagents.benchmarks;

import io.spotagents.portfolio.Classes;
import io.spotagents.portfolio.PoolColumns;
import io.spotagents.portfolio.RandomPools;
import io.spotagents.portfolio.SharedPools;
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

/** Twenty demands, 5,000 agents together, share pools with room for 1 to 8 each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 4)
@Measurement(iterations = 4, time = 4)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"})
public class SharedPoolsBenchmark {

    @Param({"2000", "20000", "100000"})
    public int pools;

    private PoolColumns columns;
    private Classes classes;
    private SharedPools shared;

    @Setup
    public void fill() {
        Random random = new Random(7);
        columns = RandomPools.wide(random).pools(pools);
        classes = Classes.random(random, columns, 20, 5_000);
        shared = new SharedPools();
    }

    @Benchmark
    public int share() {
        shared.allocate(columns, classes.costs(), classes.wanted());
        return shared.unmet(0);
    }
}
