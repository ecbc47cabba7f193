package io.spotagents.reclaim.aws;

import io.spotagents.reclaim.aws.AwsEvent.AtRisk;
import io.spotagents.reclaim.aws.AwsEvent.Changed;
import io.spotagents.reclaim.aws.AwsEvent.Reclaiming;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a stream of messages is news. The queue delivers each at least once and in any order; so
 * copies are dropped by their id, and of each instance what is older than what was told before.
 * Bounded: what was told longest ago is forgotten first, and would then be told again, which does
 * no harm. Not thread-safe.
 */
final class EventHistory {

    private final Map<String, Boolean> messages;
    private final Map<String, Instant> notices;
    private final Map<String, Instant> risks;
    private final Map<String, Changed> states;

    /**
     * @param remembered how many messages, and how many instances; at least 1
     */
    EventHistory(int remembered) {
        if (remembered < 1) {
            throw new IllegalArgumentException("remembered must be at least 1, not " + remembered);
        }
        messages = new Bounded<>(remembered);
        notices = new Bounded<>(remembered);
        risks = new Bounded<>(remembered);
        states = new Bounded<>(remembered);
    }

    /** The events of a message that are news. */
    List<AwsEvent> news(EventMessage message) {
        if (!message.id().isEmpty() && messages.put(message.id(), true) != null) {
            return List.of();
        }
        List<AwsEvent> news = new ArrayList<>();
        Sieve sieve = new Sieve(news);
        message.events().forEach(event -> event.readBy(sieve));
        return List.copyOf(news);
    }

    private final class Sieve implements AwsEvent.Reader {

        private final List<AwsEvent> news;

        Sieve(List<AwsEvent> news) {
            this.news = news;
        }

        /** Told again only if it is sooner than was told. */
        @Override
        public void reclaiming(Reclaiming event) {
            Instant deadline = event.notice().deadline();
            Instant told = notices.get(event.instanceId());
            if (told == null || deadline.isBefore(told)) {
                notices.put(event.instanceId(), deadline);
                news.add(event);
            }
        }

        @Override
        public void atRisk(AtRisk event) {
            Instant told = risks.get(event.instanceId());
            if (told == null || event.at().isAfter(told)) {
                risks.put(event.instanceId(), event.at());
                news.add(event);
            }
        }

        /** Times are in whole seconds; within one, the later state counts. */
        @Override
        public void changed(Changed event) {
            Changed told = states.get(event.instanceId());
            if (told == null || isAfter(event, told)) {
                states.put(event.instanceId(), event);
                news.add(event);
            }
        }

        private boolean isAfter(Changed event, Changed told) {
            return told.at().equals(event.at())
                    ? event.state().compareTo(told.state()) > 0
                    : event.at().isAfter(told.at());
        }
    }

    /** Forgets first what was put first. */
    private static final class Bounded<V> extends LinkedHashMap<String, V> {

        private static final long serialVersionUID = 1L;

        private final int most;

        Bounded(int most) {
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > most;
        }
    }
}
