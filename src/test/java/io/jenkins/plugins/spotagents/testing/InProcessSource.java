package io.jenkins.plugins.spotagents.testing;

import hudson.Extension;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.remoting.ChannelBuilder;
import hudson.remoting.FastPipedInputStream;
import hudson.remoting.FastPipedOutputStream;
import hudson.slaves.ComputerLauncher;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.spotagents.cloud.SourceContext;
import io.jenkins.plugins.spotagents.cloud.SpotSource;
import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import io.spotagents.model.Usd;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.LeaseEnd;
import io.spotagents.provider.Listing;
import io.spotagents.provider.Provider;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.kohsuke.stapler.DataBoundConstructor;

/** A source whose agents live in this very JVM, for tests that need hundreds of them. */
public final class InProcessSource extends SpotSource {

    /** Instances that were ever made, in all tests of this JVM. */
    public static final AtomicInteger MADE = new AtomicInteger();

    private static final ExecutorService AGENT_SIDES =
            Executors.newCachedThreadPool(
                    task -> {
                        Thread thread = new Thread(task, "in-process agent");
                        thread.setDaemon(true);
                        return thread;
                    });

    private transient CountDownLatch held = new CountDownLatch(0);

    @DataBoundConstructor
    public InProcessSource(String name) {
        super(name);
    }

    /** Launches are not answered until then; before the source is part of a cloud. */
    public void holdLaunches(CountDownLatch until) {
        held = until;
    }

    @Override
    public Provider toProvider(SourceContext context) {
        return new InMemory(held);
    }

    @Override
    public Optional<ComputerLauncher> launcher(OperatingSystem os) {
        return Optional.of(new PipeLauncher());
    }

    /** Makes it a kind of source. */
    @Extension
    public static final class DescriptorImpl extends SourceDescriptor {}

    private static final class PipeLauncher extends ComputerLauncher {

        @Override
        public void launch(SlaveComputer computer, TaskListener listener)
                throws IOException, InterruptedException {
            FastPipedInputStream toAgent = new FastPipedInputStream();
            FastPipedInputStream toController = new FastPipedInputStream();
            FastPipedOutputStream fromController = new FastPipedOutputStream(toAgent);
            FastPipedOutputStream fromAgent = new FastPipedOutputStream(toController);
            Future<Channel> agentSide =
                    AGENT_SIDES.submit(
                            () ->
                                    new ChannelBuilder(computer.getName(), AGENT_SIDES)
                                            .withMode(Channel.Mode.BINARY)
                                            .build(toAgent, fromAgent));
            computer.setChannel(toController, fromController, listener, null);
            try {
                agentSide.get();
            } catch (ExecutionException e) {
                throw new IOException(e);
            }
        }
    }

    private static final class InMemory implements Provider {

        private static final List<Pool> POOLS =
                Stream.of("a", "b", "c").map(InMemory::pool).toList();

        private final Map<String, Instance> instances = new ConcurrentHashMap<>();
        private final CountDownLatch held;

        InMemory(CountDownLatch held) {
            this.held = held;
        }

        @Override
        public LeaseEnd leaseEnd() {
            return LeaseEnd.DELETES_ITSELF;
        }

        @Override
        public List<Offer> offers() {
            return POOLS.stream()
                    .flatMap(pool -> Stream.of(offer(pool, 0.01), offer(onDemand(pool), 0.03)))
                    .toList();
        }

        private static Pool onDemand(Pool pool) {
            return pool.with(Purchase.ON_DEMAND);
        }

        private static Offer offer(Pool pool, double usdPerHour) {
            return new Offer(
                    pool,
                    new Size(4, 8192),
                    Optional.of(Usd.of(usdPerHour)),
                    Optional.of(Usd.of(0.03)),
                    Instant.now());
        }

        private static Pool pool(String zone) {
            return new Pool(
                    new Place("memory", "here", "here", "here-" + zone),
                    "small",
                    OperatingSystem.LINUX,
                    Purchase.SPOT);
        }

        @Override
        public LaunchReply launch(LaunchRequest request) {
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            List<Instance> made = new ArrayList<>();
            for (int i = 0; i < request.count(); i++) {
                String id = "m-" + UUID.randomUUID();
                Instance instance =
                        new Instance(
                                id,
                                request.pool(),
                                request.owner(),
                                InstanceState.RUNNING,
                                Instant.now());
                instances.put(id, instance);
                made.add(instance);
                MADE.incrementAndGet();
            }
            return new LaunchReply(made, List.of());
        }

        @Override
        public Listing list(UUID controller) {
            return new Listing(List.copyOf(instances.values()), Set.of());
        }

        @Override
        public void end(Set<String> instanceIds) {
            instances.keySet().removeAll(instanceIds);
        }
    }
}
