package io.spotagents.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotagents.provider.ProviderException;
import io.spotagents.reclaim.aws.EventQueue;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A queue of SQS that EventBridge sends events to. Safe to use from any thread. A call that waits
 * is not ended by an interrupt: it answers after {@link EventQueue#LONGEST_WAIT} at the latest.
 */
// Source: Amazon SQS API Reference, ReceiveMessage and DeleteMessageBatch, AWS JSON protocol.
public final class SqsQueue implements EventQueue {

    /** Until it is deleted; what is not, because the controller stopped, comes again after that. */
    private static final Duration HIDDEN = Duration.ofSeconds(60);

    private static final Pattern ADDRESS = Pattern.compile("https?://([^/]+)/\\d{12}/[\\w-]+");
    private static final Pattern HOST = Pattern.compile("sqs\\.([a-z0-9-]+)\\.amazonaws\\..+");

    private final SignedCalls calls;
    private final String address;

    /**
     * Sends nothing yet.
     *
     * @param address the queue's URL; the queue is in the region of the clients
     * @throws IllegalArgumentException if it is none, or of another region
     */
    public SqsQueue(AwsClients clients, URI address) {
        this.calls = clients.signed();
        this.address = address.toString();
        Matcher parts = ADDRESS.matcher(this.address);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "queue must be like https://sqs.eu-central-1.amazonaws.com/123456789012/events,"
                            + " not \""
                            + address
                            + "\": copy its URL from the console");
        }
        Matcher host = HOST.matcher(parts.group(1));
        if (host.matches() && !host.group(1).equals(calls.region())) {
            throw new IllegalArgumentException(
                    "queue must be in the region of its source, "
                            + calls.region()
                            + ", but is in "
                            + host.group(1)
                            + ": events are sent to queues of their own region");
        }
    }

    @Override
    public List<Message> receive() throws IOException {
        ObjectNode question = question();
        question.put("MaxNumberOfMessages", MAX_BATCH);
        question.put("WaitTimeSeconds", LONGEST_WAIT.toSeconds());
        question.put("VisibilityTimeout", HIDDEN.toSeconds());
        List<Message> messages = new ArrayList<>();
        for (JsonNode one : ask("ReceiveMessage", question).path("Messages")) {
            messages.add(
                    new Message(one.path("ReceiptHandle").asText(), one.path("Body").asText()));
        }
        return messages;
    }

    @Override
    public void delete(List<String> receipts) throws IOException {
        ObjectNode question = question();
        ArrayNode entries = question.putArray("Entries");
        for (int number = 0; number < receipts.size(); number++) {
            entries.addObject()
                    .put("Id", String.valueOf(number))
                    .put("ReceiptHandle", receipts.get(number));
        }
        JsonNode failed = ask("DeleteMessageBatch", question).path("Failed");
        if (!failed.isEmpty()) {
            throw new IOException(
                    failed.size()
                            + " messages were not deleted: "
                            + failed.get(0).path("Code").asText());
        }
    }

    private ObjectNode question() {
        return SignedCalls.question().put("QueueUrl", address);
    }

    private JsonNode ask(String action, ObjectNode question) throws IOException {
        try {
            return calls.ask(SignedService.queues(calls.region()), action, question);
        } catch (ProviderException e) {
            throw new IOException(e.refusal().message(), e);
        }
    }
}
