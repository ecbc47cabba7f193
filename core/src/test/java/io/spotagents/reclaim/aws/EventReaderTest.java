package io.spotagents.reclaim.aws;

import static io.spotagents.reclaim.aws.Messages.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.reclaim.aws.AwsEvent.State;
import io.spotagents.testing.LogLines;
import io.spotagents.testing.VirtualTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventReaderTest {

    private final FakeQueue queue = new FakeQueue();
    private final Told told = new Told();
    private final EventReader reader = new EventReader(queue, told, new VirtualTime(NOON));
    private final LogLines log = LogLines.of("io.spotagents.reclaim");

    @AfterEach
    void stopReadingTheLog() {
        log.close();
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private void readAll() throws Exception {
        while (!queue.waiting.isEmpty()) {
            reader.step();
        }
    }

    @Test
    void tellsOfABatchAndDeletesItInOneCall() throws Exception {
        for (int n = 0; n < 10; n++) {
            queue.put(Messages.change("e-" + n, "running", NOON.plusSeconds(n)));
        }

        assertThat(reader.step()).isEqualTo(10);

        assertThat(told.events).hasSize(10);
        assertThat(queue.deletes).isEqualTo(1);
        assertThat(queue.waiting).isEmpty();
    }

    @Test
    void deletesNothingWhenNothingCame() throws Exception {
        assertThat(reader.step()).isZero();
        assertThat(queue.deletes).isZero();
    }

    @Test
    void tellsOfAMessageThatComesTwiceOnce() throws Exception {
        String warning = Messages.warning("e-1", NOON);
        queue.put(warning);
        queue.put(warning);
        queue.put(Messages.warning("another event of the same", NOON));
        readAll();

        assertThat(told.events).hasSize(1);
    }

    @Test
    void tellsOfANoticeAgainIfItsDeadlineIsSooner() throws Exception {
        queue.put(Messages.warning("e-2", NOON.plusSeconds(30)));
        queue.put(Messages.warning("e-1", NOON));
        queue.put(Messages.warning("e-3", NOON.plusSeconds(60)));
        readAll();

        assertThat(told.events)
                .extracting(AwsEvent::at)
                .containsExactly(NOON.plusSeconds(30), NOON);
    }

    @Test
    void tellsOfEachLaterSignalOfRisk() throws Exception {
        queue.put(Messages.rebalance("e-1", NOON));
        queue.put(Messages.rebalance("e-3", NOON.plusSeconds(60)));
        queue.put(Messages.rebalance("e-2", NOON.plusSeconds(30)));
        readAll();

        assertThat(told.events)
                .extracting(AwsEvent::at)
                .containsExactly(NOON, NOON.plusSeconds(60));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void neverGoesBackToAnEarlierStateHoweverMessagesAreMixed(long seed) throws Exception {
        List<String> messages = new ArrayList<>();
        String[] states = {"pending", "running", "shutting-down", "terminated"};
        for (int n = 0; n < states.length; n++) {
            String message = Messages.change("e-" + n, states[n], NOON.plusSeconds(n / 2));
            messages.add(message);
            messages.add(message);
        }
        Collections.shuffle(messages, new Random(seed));
        messages.forEach(queue::put);
        readAll();

        List<State> seen = told.states();
        assertThat(seen).isSorted().doesNotHaveDuplicates();
        assertThat(seen.get(seen.size() - 1)).isEqualTo(State.TERMINATED);
    }

    @Test
    void keepsUnknownMessagesOutWithOneLineForEachKind() throws Exception {
        for (int n = 0; n < 5; n++) {
            queue.put(Messages.message("s-" + n, "aws.s3", "Object Created", NOON, "{}"));
            queue.put("no event at all");
        }
        queue.put(Messages.warning("e-1", NOON));
        readAll();

        assertThat(told.events).hasSize(1);
        assertThat(queue.waiting).isEmpty();
        assertThat(log.warnings()).hasSize(2);
        assertThat(log.warnings().get(0)).contains("aws.s3/Object Created");
    }

    @Test
    void tellsOnceWhatCouldNotBeDeletedAndCameAgain() throws Exception {
        queue.put(Messages.warning("e-1", NOON));
        queue.deletesFail = true;
        reader.step();
        queue.deletesFail = false;
        readAll();

        assertThat(told.events).hasSize(1);
        assertThat(queue.waiting).isEmpty();
    }

    @Test
    void letsItsCallerKnowThatTheQueueCannotBeReadAndGoesOnAfterwards() throws Exception {
        queue.put(Messages.warning("e-1", NOON));
        queue.receiveFails = true;
        assertThatThrownBy(reader::step).isInstanceOf(IOException.class);
        queue.receiveFails = false;

        readAll();

        assertThat(told.events).hasSize(1);
    }

    @Test
    void forgetsWhatItToldLongestAgo() {
        EventHistory history = new EventHistory(2);
        EventParser parser = new EventParser();
        EventMessage first = parser.parse(Messages.rebalance("e-1", NOON), NOON);
        EventMessage second = parser.parse(Messages.change("e-2", "running", NOON), NOON);
        EventMessage third = parser.parse(Messages.warning("e-3", NOON), NOON);

        assertThat(history.news(first)).hasSize(1);
        assertThat(history.news(second)).hasSize(1);
        assertThat(history.news(third)).hasSize(1);
        assertThat(history.news(third)).isEmpty();
        // its id is forgotten, but not what was told of the instance
        assertThat(history.news(first)).isEmpty();
    }

    private static final class Told implements AwsEvent.Reader {

        private final List<AwsEvent> events = new ArrayList<>();
        private final List<State> states = new ArrayList<>();

        List<State> states() {
            return states;
        }

        @Override
        public void reclaiming(AwsEvent.Reclaiming event) {
            events.add(event);
        }

        @Override
        public void atRisk(AwsEvent.AtRisk event) {
            events.add(event);
        }

        @Override
        public void changed(AwsEvent.Changed event) {
            events.add(event);
            states.add(event.state());
        }
    }

    /** Gives what was put first, until it is deleted. */
    private static final class FakeQueue implements EventQueue {

        private final List<Message> waiting = new ArrayList<>();
        private int deletes;
        private int receipts;
        private boolean deletesFail;
        private boolean receiveFails;

        void put(String body) {
            waiting.add(new Message("receipt-" + receipts++, body));
        }

        @Override
        public List<Message> receive() throws IOException {
            if (receiveFails) {
                throw new IOException("no answer");
            }
            return List.copyOf(waiting.subList(0, Math.min(MAX_BATCH, waiting.size())));
        }

        @Override
        public void delete(List<String> deleted) throws IOException {
            assertThat(deleted).hasSizeBetween(1, MAX_BATCH);
            deletes++;
            if (deletesFail) {
                throw new IOException("no answer");
            }
            waiting.removeIf(message -> deleted.contains(message.receipt()));
        }
    }
}
