package io.jenkins.plugins.spotagents.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.spotagents.testing.EmulatedAws;
import io.spotagents.fleet.FleetEvent;
import io.spotagents.reclaim.aws.EventQueue;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.LogRecorder;

class AwsEventsTest {

    private static final String EVENT =
            """
            {"version": "0", "id": "%s", "detail-type": "%s", "source": "aws.ec2",
             "account": "123456789012", "time": "2026-01-01T12:00:00Z", "region": "us-east-1",
             "resources": [], "detail": {"instance-id": "i-1", %s}}
            """;

    private final Messages messages = new Messages();
    private final List<FleetEvent> told = new CopyOnWriteArrayList<>();

    @Test
    void tellsTheFleetOfRisksAndOfInstancesThatLeave() {
        AwsEvents events = start();

        messages.send("EC2 Instance Rebalance Recommendation", "\"instance-id2\": \"\"");
        messages.send("EC2 Instance State-change Notification", "\"state\": \"running\"");
        messages.send("EC2 Instance State-change Notification", "\"state\": \"terminated\"");

        await().until(() -> told.size() == 2);
        events.close();
        assertThat(told)
                .containsExactly(
                        new FleetEvent.InstanceAtRisk("i-1", Instant.parse("2026-01-01T12:00:00Z")),
                        new FleetEvent.InstanceLeaving("i-1"));
    }

    @Test
    void saysOnceWhyTheQueueCannotBeReadAndStopsWhenClosed() {
        LogRecorder log = new LogRecorder().record(AwsEvents.class, Level.WARNING).capture(10);
        messages.isBroken = true;

        AwsEvents events = start();
        await().until(() -> !log.getMessages().isEmpty());
        events.close();

        assertThat(log.getMessages())
                .singleElement()
                .asString()
                .contains("access denied", "docs/aws.md");
        await().until(() -> !isReading());
    }

    private AwsEvents start() {
        return AwsEvents.start(EmulatedAws.QUEUE, messages, told::add, InstantSource.system());
    }

    private static boolean isReading() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(
                        thread ->
                                thread.getName().equals("Spot Agents reads " + EmulatedAws.QUEUE));
    }

    /** A queue in memory that waits for messages, as SQS does. */
    private static final class Messages implements EventQueue {

        private final BlockingQueue<Message> waiting = new LinkedBlockingQueue<>();
        private volatile boolean isBroken;
        private int sent;

        void send(String type, String detail) {
            String id = Integer.toString(++sent);
            waiting.add(new Message(id, EVENT.formatted(id, type, detail)));
        }

        @Override
        public List<Message> receive() throws IOException, InterruptedException {
            if (isBroken) {
                throw new IOException("access denied");
            }
            Message next = waiting.poll(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
            return next == null ? List.of() : List.of(next);
        }

        @Override
        public void delete(List<String> receipts) {
            assertThat(receipts).isNotEmpty();
        }
    }
}
