package io.spotagents.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotagents.provider.aws.ConnectionCheck.Result;
import io.spotagents.provider.cloud.UserData;
import io.spotagents.reclaim.aws.EventQueue.Message;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The queue, and with it how calls are signed and written, against what others wrote. */
@EnabledIf("io.spotagents.provider.aws.Moto#isInstalled")
class MotoQueueTest {

    private static final SignedService QUEUES = SignedService.queues(FakeCatalog.REGION);

    private static Moto moto;
    private static AwsSource source;

    @BeforeAll
    static void open() throws Exception {
        moto = Moto.start();
        source = new AwsSource(moto.endpoint(), Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        source.close();
        moto.close();
    }

    @Test
    void receivesByTensAndDeletes() throws Exception {
        String address = create("events");
        for (int number = 0; number < 12; number++) {
            ObjectNode message = SignedCalls.question().put("QueueUrl", address);
            message.put("MessageBody", "message " + number);
            source.clients.signed().ask(QUEUES, "SendMessage", message);
        }
        SqsQueue queue = new SqsQueue(source.clients, URI.create(address));

        List<Message> received = new ArrayList<>(queue.receive());
        assertThat(received).hasSizeBetween(1, 10);
        while (received.size() < 12) {
            received.addAll(queue.receive());
        }
        queue.delete(receipts(received.subList(0, 10)));
        queue.delete(receipts(received.subList(10, 12)));

        assertThat(received)
                .extracting(Message::body)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 12).mapToObj(it -> "message " + it).toList());
        assertThat(waiting(address)).isZero();
    }

    @Test
    void theCheckOfPermissionsLeavesItsMessages() throws Exception {
        String address = create("checked");
        ObjectNode message = SignedCalls.question().put("QueueUrl", address);
        source.clients.signed().ask(QUEUES, "SendMessage", message.put("MessageBody", "kept"));

        List<Result> results =
                new ServiceCheck(
                                source.clients,
                                AwsSource.settings(AwsSettings.Ways.with(UserData.NONE)))
                        .run(Optional.of(URI.create(address)));

        assertThat(results)
                .filteredOn(it -> it.action().startsWith("sqs:"))
                .extracting(Result::toString)
                .containsExactly("sqs:ReceiveMessage: ok", "sqs:DeleteMessage: ok");
        assertThat(new SqsQueue(source.clients, URI.create(address)).receive())
                .extracting(Message::body)
                .containsExactly("kept");
    }

    @Test
    void saysThatThereIsNoSuchQueue() {
        URI address = moto.endpoint().resolve("/123456789012/none");

        assertThatThrownBy(() -> new SqsQueue(source.clients, address).receive())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sqs:ReceiveMessage");
    }

    private static String create(String name) throws Exception {
        ObjectNode question = SignedCalls.question().put("QueueName", name);
        return source.clients
                .signed()
                .ask(QUEUES, "CreateQueue", question)
                .path("QueueUrl")
                .asText();
    }

    private static int waiting(String address) throws Exception {
        ObjectNode question = SignedCalls.question().put("QueueUrl", address);
        question.putArray("AttributeNames").add("All");
        return source.clients
                .signed()
                .ask(QUEUES, "GetQueueAttributes", question)
                .path("Attributes")
                .path("ApproximateNumberOfMessagesNotVisible")
                .asInt();
    }

    private static List<String> receipts(List<Message> messages) {
        return messages.stream().map(Message::receipt).toList();
    }
}
