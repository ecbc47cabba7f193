package io.spotagents.store;

import io.spotagents.batches.Assignment;
import io.spotagents.batches.Batch;
import io.spotagents.batches.Loss;
import io.spotagents.batches.Outcome;
import io.spotagents.batches.Report;
import io.spotagents.batches.RunEvent;
import io.spotagents.batches.Stop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On-disk form of a {@link RunEvent}: exactly one of its parts is there. See {@code
 * docs/decisions/0008-store.md} before changing it.
 */
record StoredRunEvent(
        @Nullable StoredBatch handedOut,
        @Nullable StoredReport reported,
        @Nullable StoredReturn takenBack,
        @Nullable String stopped) {

    /**
     * A batch.
     *
     * @param attempts of the tests, in the same order
     * @param at time in ISO 8601, UTC; likewise below
     */
    record StoredBatch(StoredHolder holder, List<String> tests, List<Integer> attempts, String at) {
        static StoredBatch of(RunEvent.HandedOut event) {
            Batch batch = event.batch();
            return new StoredBatch(
                    new StoredHolder(batch.number(), batch.instanceId(), batch.kind().name()),
                    batch.tests(),
                    batch.assignments().stream().map(Assignment::attempt).toList(),
                    event.at().toString());
        }

        RunEvent toEvent() {
            List<Assignment> assignments = new ArrayList<>();
            for (int i = 0; i < tests.size(); i++) {
                assignments.add(new Assignment(tests.get(i), attempts.get(i)));
            }
            return new RunEvent.HandedOut(
                    new Batch(
                            holder.batch,
                            holder.instance,
                            Batch.Kind.valueOf(holder.kind),
                            assignments),
                    Instant.parse(at));
        }
    }

    record StoredHolder(int batch, String instance, String kind) {}

    record StoredReport(int batch, String test, String outcome, long millis, String at) {
        static StoredReport of(RunEvent.Reported event) {
            Report report = event.report();
            return new StoredReport(
                    event.batch(),
                    report.test(),
                    report.outcome().name(),
                    report.took().toMillis(),
                    event.at().toString());
        }

        RunEvent toEvent() {
            return new RunEvent.Reported(
                    batch,
                    new Report(test, Outcome.valueOf(outcome), Duration.ofMillis(millis)),
                    Instant.parse(at));
        }
    }

    record StoredReturn(int batch, String loss) {}

    static StoredRunEvent of(RunEvent event) {
        if (event instanceof RunEvent.HandedOut handedOut) {
            return new StoredRunEvent(StoredBatch.of(handedOut), null, null, null);
        }
        if (event instanceof RunEvent.Reported reported) {
            return new StoredRunEvent(null, StoredReport.of(reported), null, null);
        }
        if (event instanceof RunEvent.TakenBack back) {
            StoredReturn stored = new StoredReturn(back.batch(), back.loss().name());
            return new StoredRunEvent(null, null, stored, null);
        }
        if (event instanceof RunEvent.Stopped stop) {
            return new StoredRunEvent(null, null, null, stop.stop().name());
        }
        throw new IllegalArgumentException("no form on disk for " + event);
    }

    RunEvent toEvent() {
        if (handedOut != null) {
            return handedOut.toEvent();
        }
        if (reported != null) {
            return reported.toEvent();
        }
        if (takenBack != null) {
            return new RunEvent.TakenBack(takenBack.batch, Loss.valueOf(takenBack.loss));
        }
        if (stopped != null) {
            return new RunEvent.Stopped(Stop.valueOf(stopped));
        }
        throw new IllegalArgumentException("an event without content");
    }
}
