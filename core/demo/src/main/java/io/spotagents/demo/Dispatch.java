package io.spotagents.demo;

import io.spotagents.batches.Asker;
import io.spotagents.batches.Assignment;
import io.spotagents.batches.Batch;
import io.spotagents.batches.Loss;
import io.spotagents.batches.Outcome;
import io.spotagents.batches.Progress;
import io.spotagents.batches.Report;
import io.spotagents.batches.Returned;
import io.spotagents.batches.TestRun;
import io.spotagents.fleet.Agents;
import io.spotagents.fleet.FleetEvent;
import io.spotagents.fleet.Member;
import io.spotagents.fleet.Template;
import io.spotagents.reclaim.Notice;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Gives instances their batches, and puts elsewhere what they did not get done. The fleet's other
 * side: tells it who works, who is being reclaimed, who is gone.
 *
 * <p>Everything happens on one thread, the owner's; calls from others are handed over to it.
 */
final class Dispatch implements Agents, Door.Visitors {

    /**
     * A worker that holds tests and says nothing for so long hangs; the slowest test takes 10 s.
     */
    static final Duration HANGS_AFTER = Duration.ofSeconds(60);

    private final Executor owner;
    private final InstantSource time;
    private final TestRun run;
    private final Results results;
    private final Outside outside;
    private final Map<String, Seat> seats = new TreeMap<>();
    private final Losses losses = new Losses();
    private final News news = new News();

    /** Who is told: the fleet of events, people of what happened. */
    record Outside(Consumer<FleetEvent> fleet, Consumer<String> people) {}

    Dispatch(Executor owner, InstantSource time, TestRun run, Results results, Outside outside) {
        this.owner = owner;
        this.time = time;
        this.run = run;
        this.results = results;
        this.outside = outside;
    }

    @Override
    public void prepare(Member member, Template template) {
        // its token was made when it was launched: nothing to do
    }

    @Override
    public void drain(String instanceId, Drain drain) {
        owner.execute(() -> seat(instanceId).ifPresent(this::leave));
    }

    @Override
    public void remove(String instanceId, String reason) {
        owner.execute(() -> seat(instanceId).ifPresent(this::close));
    }

    @Override
    public void connected(String instanceId, Channel channel) {
        owner.execute(
                () -> {
                    seats.put(instanceId, new Seat(instanceId, channel, time.instant()));
                    outside.fleet().accept(new FleetEvent.AgentWorks(instanceId, 0));
                });
    }

    @Override
    public void said(String instanceId, List<String> words) {
        owner.execute(() -> seat(instanceId).ifPresent(seat -> read(seat, words)));
    }

    @Override
    public void disconnected(String instanceId) {
        owner.execute(() -> seat(instanceId).ifPresent(this::gone));
    }

    /**
     * Looks for workers that hang, and tells people the news. To be called every few seconds, on
     * the owner's thread.
     */
    void look() {
        Instant latest = time.instant().minus(HANGS_AFTER);
        List<Seat> hanging =
                seats.values().stream()
                        .filter(seat -> seat.heardAt().isBefore(latest))
                        .filter(seat -> !run.heldBy(seat.instanceId).isEmpty())
                        .toList();
        hanging.forEach(seat -> expel(seat, "says nothing any more"));
        news.take().forEach(outside.people());
    }

    /** On the owner's thread. */
    Standing standing() {
        return new Standing(run.progress(), losses.counted(), seats.size());
    }

    /**
     * Where everything stands.
     *
     * @param connected instances whose worker is connected
     */
    record Standing(Progress tests, Losses.Counted losses, int connected) {}

    private void read(Seat seat, List<String> words) {
        try {
            switch (words.get(0)) {
                case Channel.READY -> ready(seat);
                case Channel.RESULT -> reported(seat, words);
                case Channel.NOTICE -> noticed(seat, Long.parseLong(words.get(1)));
                case Channel.LEAVING -> gone(seat);
                default -> throw new IllegalArgumentException("unknown word");
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            expel(seat, "said what cannot be understood: " + words);
        }
    }

    private void ready(Seat seat) {
        seat.asks();
        if (seat.leaves()) {
            stop(seat);
        } else {
            serve(seat);
        }
    }

    private void reported(Seat seat, List<String> words) {
        seat.heard(time.instant());
        int batch = Integer.parseInt(words.get(1));
        Outcome outcome = Outcome.valueOf(words.get(3));
        Report report = Report.of(words.get(2), outcome);
        run.report(seat.instanceId, batch, report, time.instant()).ifPresent(results::add);
        if (run.isFinished()) {
            waiting().forEach(this::stop);
        }
    }

    private void noticed(Seat seat, long deadlineMillis) {
        if (losses.reclaimed(seat.instanceId)) {
            news.reclaimed();
        }
        Notice notice =
                new Notice(
                        seat.instanceId,
                        Notice.Source.AGENT,
                        time.instant(),
                        Instant.ofEpochMilli(deadlineMillis));
        outside.fleet().accept(new FleetEvent.Noticed(notice));
        leave(seat);
    }

    private void leave(Seat seat) {
        seat.leave();
        if (seat.waits()) {
            stop(seat);
        }
    }

    private void stop(Seat seat) {
        seat.isServed(time.instant());
        seat.leave();
        seat.channel.send(List.of(Channel.STOP));
    }

    private void serve(Seat seat) {
        Optional<Batch> next = run.next(Asker.of(seat.instanceId), time.instant());
        if (next.isPresent()) {
            seat.isServed(time.instant());
            List<String> words = new ArrayList<>();
            words.add(Channel.BATCH);
            words.add(Integer.toString(next.get().number()));
            next.get().assignments().stream().map(Assignment::test).forEach(words::add);
            seat.channel.send(words);
        } else if (run.isFinished()) {
            stop(seat);
        }
        int busy = next.isPresent() ? 1 : 0;
        outside.fleet().accept(new FleetEvent.AgentWorks(seat.instanceId, busy));
    }

    /** Its own fault and no reclaim: its tests go elsewhere, and the fleet ends it. */
    private void expel(Seat seat, String why) {
        outside.people().accept(seat.instanceId + " " + why);
        run.heldBy(seat.instanceId).forEach(batch -> takeBack(batch, Loss.UNEXPLAINED));
        seat.leave();
        close(seat);
    }

    private void close(Seat seat) {
        seat.channel.close();
        gone(seat);
    }

    /**
     * It may be gone by its own word, by a broken channel, or because it was ended: once counts.
     */
    private void gone(Seat seat) {
        if (!seats.remove(seat.instanceId, seat)) {
            return;
        }
        List<Batch> held = run.heldBy(seat.instanceId);
        boolean unexplained = !seat.leaves() && losses.reclaimed(seat.instanceId);
        Loss loss = unexplained ? Loss.UNEXPLAINED : Loss.RECLAIMED;
        int back = held.stream().mapToInt(batch -> takeBack(batch, loss)).sum();
        if (!held.isEmpty()) {
            Duration lost = Duration.between(seat.heardAt(), time.instant());
            losses.lost(lost);
            outside.fleet().accept(new FleetEvent.WorkLost(seat.instanceId, lost));
        }
        if (unexplained) {
            news.goneWithoutNotice(back);
        } else if (back > 0) {
            news.gone(back);
        }
        outside.fleet()
                .accept(
                        seat.leaves()
                                ? new FleetEvent.AgentDrained(seat.instanceId)
                                : new FleetEvent.AgentDisconnected(seat.instanceId));
        waiting().forEach(this::serve);
    }

    private int takeBack(Batch batch, Loss loss) {
        Returned returned = run.takeBack(batch.number(), loss);
        returned.givenUp().forEach(results::add);
        return returned.waiting().size();
    }

    /** Who could take a batch at once; a copy, as serving them changes it. */
    private List<Seat> waiting() {
        return seats.values().stream().filter(seat -> seat.waits() && !seat.leaves()).toList();
    }

    private Optional<Seat> seat(String instanceId) {
        return Optional.ofNullable(seats.get(instanceId));
    }
}
