package io.spotagents.reclaim.aws;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads a queue and tells what is news. Messages are deleted once they are told, those that are not
 * known as well: they would come back until they are too old. Not thread-safe: one thread calls
 * {@link #step}.
 */
public final class EventReader {

    private static final Logger LOGGER = Logger.getLogger(EventReader.class.getName());

    /** Ten events of each of a thousand instances; a few megabytes. */
    private static final int REMEMBERED = 10_000;

    /** Kinds of unknown messages that are told; whoever sends more kinds than that is noise. */
    private static final int MAX_KINDS = 100;

    private final EventQueue queue;
    private final AwsEvent.Reader news;
    private final InstantSource time;
    private final EventParser parser = new EventParser();
    private final EventHistory history = new EventHistory(REMEMBERED);
    private final Set<String> unknown = new HashSet<>();

    /**
     * @param news told each thing once; has to return at once, and not to throw
     */
    public EventReader(EventQueue queue, AwsEvent.Reader news, InstantSource time) {
        this.queue = queue;
        this.news = news;
        this.time = time;
    }

    /**
     * Receives a batch, tells of it, and deletes it. One call to receive, and one to delete unless
     * nothing came.
     *
     * @return how many messages there were
     * @throws IOException if the queue could not be read; what was received is told nevertheless
     */
    public int step() throws IOException, InterruptedException {
        List<EventQueue.Message> messages = queue.receive();
        if (messages.isEmpty()) {
            return 0;
        }
        for (EventQueue.Message message : messages) {
            tell(parser.parse(message.body(), time.instant()));
        }
        try {
            queue.delete(messages.stream().map(EventQueue.Message::receipt).toList());
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "Messages that could not be deleted come again", e);
        }
        return messages.size();
    }

    private void tell(EventMessage message) {
        if (!message.unknown().isEmpty()) {
            tellUnknown(message.unknown());
        }
        history.news(message).forEach(event -> event.readBy(news));
    }

    private void tellUnknown(String kind) {
        if (unknown.size() < MAX_KINDS && unknown.add(kind)) {
            LOGGER.warning(
                    () ->
                            "The queue of cloud events holds messages of a kind that nobody here"
                                    + " reads, and that are dropped: "
                                    + kind
                                    + ". Let the rule send only what docs/enrolment.md names.");
        }
    }
}
