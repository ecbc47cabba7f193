package io.spotagents.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.reclaim.aws.EventQueue;
import io.spotagents.testing.VirtualTime;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqsQueueTest {

    private static final URI ADDRESS =
            URI.create("https://sqs.us-east-1.amazonaws.com/123456789012/events");

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeEc2 ec2 = FakeEc2.start(time);
    private final AwsSource source = new AwsSource(ec2.endpoint(), time);
    private final SqsQueue queue = new SqsQueue(source.clients, ADDRESS);

    @AfterEach
    void close() {
        source.close();
        ec2.close();
    }

    @Test
    void receivesABatchWithALongPollAndDeletesItInOneCall() throws Exception {
        ec2.account().messages.put("one", "first");
        ec2.account().messages.put("two", "second");

        List<EventQueue.Message> messages = queue.receive();
        queue.delete(List.of("one", "two"));

        assertThat(messages)
                .containsExactly(
                        new EventQueue.Message("one", "first"),
                        new EventQueue.Message("two", "second"));
        assertThat(ec2.account().messages).isEmpty();
        assertThat(ec2.requests("ReceiveMessage").get(0).get("json"))
                .contains(
                        "\"MaxNumberOfMessages\":10", "\"WaitTimeSeconds\":20", ADDRESS.toString());
        assertThat(source.calls.of("DeleteMessageBatch")).isEqualTo(1);
    }

    @Test
    void nothingComesOfAnEmptyQueue() throws Exception {
        assertThat(queue.receive()).isEmpty();
    }

    @Test
    void saysHowManyCouldNotBeDeleted() {
        ec2.account().messages.put("one", "first");
        ec2.account().undeletable.add("one");

        assertThatThrownBy(() -> queue.delete(List.of("one", "two")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 messages were not deleted: InternalError");
    }

    @Test
    void namesTheMissingPermission() {
        ec2.deny("ReceiveMessage");

        assertThatThrownBy(queue::receive)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("(sqs:ReceiveMessage)");
    }

    @Test
    void aLostReplyIsAFailedCall() {
        ec2.loseReplyOfNext("ReceiveMessage");

        assertThatThrownBy(queue::receive).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "events",
                "https://sqs.us-east-1.amazonaws.com/events",
                "https://sqs.us-east-1.amazonaws.com/123456789012/",
                "file:///123456789012/events",
                "https://sqs.eu-west-1.amazonaws.com/123456789012/events"
            })
    void refusesWhatIsNoQueueOfItsRegion(String address) {
        assertThatThrownBy(() -> new SqsQueue(source.clients, URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("queue must be ");
    }
}
