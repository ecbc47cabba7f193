package io.spotagents.reclaim.aws;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A queue of messages, as SQS has them. */
public interface EventQueue {

    /** Most messages that one call receives or deletes. Source: SQS quotas, batched messages. */
    int MAX_BATCH = 10;

    /** Longest that one call waits for a message. Source: SQS, {@code WaitTimeSeconds}. */
    Duration LONGEST_WAIT = Duration.ofSeconds(20);

    /**
     * Waits until there are messages, but not for longer than {@link #LONGEST_WAIT}.
     *
     * @return at most {@link #MAX_BATCH}, in any order; none if none came
     * @throws IOException if the queue cannot be read; it may be asked again
     */
    List<Message> receive() throws IOException, InterruptedException;

    /**
     * Deletes messages, so that they do not come again.
     *
     * @param receipts of at most {@link #MAX_BATCH} messages
     * @throws IOException if some may not be deleted: those come again
     */
    void delete(List<String> receipts) throws IOException, InterruptedException;

    /**
     * One message.
     *
     * @param receipt by which this delivery of it is deleted
     */
    record Message(String receipt, String body) {}
}
