package io.spotagents.demo;

import io.spotagents.batches.Outcome;
import io.spotagents.watch.LocalMetadata;
import io.spotagents.watch.NoticeWatcher;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * What an instance of the demo runs: asks for batches, runs their tests, tells each result as soon
 * as it is known. Takes no new batch once its reclaim is announced. Ends when its channel does.
 */
public final class Worker {

    static final String ID_VARIABLE = "SPOT_AGENTS_DEMO_ID";
    static final String PORT_VARIABLE = "SPOT_AGENTS_DEMO_PORT";
    static final String TOKEN_VARIABLE = "SPOT_AGENTS_DEMO_TOKEN";
    static final String PACE_VARIABLE = "SPOT_AGENTS_DEMO_PACE";

    private static final NoticeWatcher.Rhythm RHYTHM =
            new NoticeWatcher.Rhythm(
                    Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(30));

    private final Channel channel;
    private final Duration pace;
    private final UnitTests unitTests = new UnitTests();
    private final BlockingQueue<List<String>> inbox = new LinkedBlockingQueue<>();
    private volatile boolean reclaimed;

    private Worker(Channel channel, Duration pace) {
        this.channel = channel;
        this.pace = pace;
    }

    /** Reads where to call from the environment. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> environment = System.getenv();
        int port = Integer.parseInt(environment.get(PORT_VARIABLE));
        Channel channel = new Channel(new Socket(InetAddress.getLoopbackAddress(), port));
        channel.send(
                List.of(
                        Channel.HELLO,
                        environment.get(ID_VARIABLE),
                        environment.get(TOKEN_VARIABLE)));
        Duration pace = Duration.ofMillis(Long.parseLong(environment.get(PACE_VARIABLE)));
        Worker worker = new Worker(channel, pace);
        LocalMetadata.ofThisInstance(environment).ifPresent(worker::watch);
        worker.work();
        Runtime.getRuntime().halt(0); // tests leave threads behind, which would go on for ever
    }

    private void watch(LocalMetadata metadata) {
        NoticeWatcher.start(
                metadata,
                RHYTHM,
                channel::isOpen,
                announced -> {
                    reclaimed = true;
                    String deadline = Long.toString(announced.deadline().toEpochMilli());
                    channel.send(List.of(Channel.NOTICE, deadline));
                    inbox.add(List.of(Channel.STOP));
                });
    }

    private void work() throws InterruptedException {
        new Thread(this::read, "demo channel").start();
        while (!reclaimed) {
            channel.send(List.of(Channel.READY));
            List<String> batch = inbox.take();
            if (!batch.get(0).equals(Channel.BATCH)) {
                break;
            }
            batch.subList(2, batch.size()).forEach(test -> run(batch.get(1), test));
        }
        channel.send(List.of(Channel.LEAVING));
    }

    /** A test may hang, so the end of the channel ends the process from here. */
    private void read() {
        for (List<String> words = channel.read(); !words.isEmpty(); words = channel.read()) {
            inbox.add(words);
        }
        Runtime.getRuntime().halt(1);
    }

    private void run(String batch, String test) {
        long began = System.nanoTime();
        Outcome outcome = unitTests.run(test);
        LockSupport.parkNanos(pace.toNanos() - (System.nanoTime() - began));
        channel.send(List.of(Channel.RESULT, batch, test, outcome.name()));
    }
}
