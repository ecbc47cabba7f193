package io.spotagents.fleet;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Size;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.reclaim.Notice;
import io.spotagents.selection.CheapestFirst;
import io.spotagents.selection.Need;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.selection.SelectionPolicy;
import io.spotagents.testing.FakeProvider;
import io.spotagents.testing.InMemoryBooks;
import io.spotagents.testing.Pools;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A loop on a fake provider in virtual time, with agents that only write down what they are told.
 */
final class FleetHarness implements Agents {

    static final TemplateKey KEY = new TemplateKey("cloud", "template");
    static final UUID CONTROLLER = new UUID(1, 1);
    static final String SOURCE = "cloud/fake";

    final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    final FakeProvider provider = new FakeProvider(time);
    final InMemoryBooks books = new InMemoryBooks();
    final List<String> prepared = new ArrayList<>();
    final Map<String, Drain> drained = new LinkedHashMap<>();
    final Map<String, String> removed = new LinkedHashMap<>();
    private final AtomicLong tokens = new AtomicLong();
    private final SelectionPolicy policy;
    Executor calls = Runnable::run;
    FleetLoop loop;

    FleetHarness() {
        this(new CheapestFirst());
    }

    FleetHarness(SelectionPolicy policy) {
        this.policy = policy;
        provider.stock(Pools.SPOT_A, 100);
        provider.stock(Pools.SPOT_B, 100);
        loop = newLoop();
        configure(template(PurchaseChoice.SPOT, 100, Template.Reuse.REUSABLE));
    }

    FleetLoop newLoop() {
        return new FleetLoop(
                new FleetLoop.Outside(
                        time,
                        () -> new UUID(2, tokens.incrementAndGet()),
                        source -> task -> calls.execute(task)),
                new FleetLoop.Kept(CONTROLLER, books, books, books),
                policy,
                FleetTimings.DEFAULT,
                this);
    }

    /** The controller crashes and comes back: all that was in memory is gone. */
    void restart() {
        loop = newLoop();
        prepared.clear();
        configure(template(PurchaseChoice.SPOT, 100, Template.Reuse.REUSABLE));
    }

    static Template template(PurchaseChoice purchases, int max, Template.Reuse reuse) {
        Need need =
                new Need(
                        new Size(1, 1024),
                        OperatingSystem.LINUX,
                        purchases,
                        new TreeSet<>(List.of(SOURCE)));
        return new Template(KEY, need, 1, max, new Template.Lifetime(Duration.ofMinutes(5), reuse));
    }

    void configure(Template... templates) {
        loop.post(new FleetEvent.Configured(List.of(templates), Map.of(SOURCE, provider)));
        settle();
    }

    void demand(int executors) {
        loop.post(new FleetEvent.DemandChanged(Map.of(KEY, Waiting.of(executors))));
        settle();
    }

    /** Work has been given to all instances: nothing waits any more. */
    void allWork() {
        prepared.forEach(id -> loop.post(new FleetEvent.AgentWorks(id, 1)));
        demand(0);
    }

    void notice(String instanceId, Duration lead) {
        Instant now = time.instant();
        loop.post(
                new FleetEvent.Noticed(
                        new Notice(instanceId, Notice.Source.AGENT, now, now.plus(lead))));
        settle();
    }

    /** Until the answers to what a step asked have been read as well. */
    void settle() {
        loop.step();
        loop.step();
        loop.step();
    }

    void pass(Duration duration) {
        time.advance(duration);
        settle();
    }

    List<String> running() {
        return provider.instances().stream().map(Instance::id).toList();
    }

    @Override
    public void prepare(Member member, Template template) {
        prepared.add(member.id());
    }

    @Override
    public void drain(String instanceId, Drain drain) {
        drained.put(instanceId, drain);
    }

    @Override
    public void remove(String instanceId, String reason) {
        removed.put(instanceId, reason);
    }
}
