package io.spotagents.reclaim.aws;

import java.util.List;

/**
 * What one message says.
 *
 * @param id the event's own id: the same for every copy of it
 * @param events none if the message is about nothing that we know of
 * @param unknown what kind of message it is, if it is not known, else empty
 */
public record EventMessage(String id, List<AwsEvent> events, String unknown) {
    public EventMessage {
        events = List.copyOf(events);
    }

    static EventMessage unknown(String id, String kind) {
        return new EventMessage(id, List.of(), kind);
    }
}
