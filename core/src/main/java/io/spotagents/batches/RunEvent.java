package io.spotagents.batches;

import java.time.Instant;

/**
 * Something that changed a {@link TestRun}. The events of a run, in their order, make an equal run:
 * who keeps them can go on after a crash.
 */
public sealed interface RunEvent {

    /** Makes it happen in a run. */
    void happen(TestRun run);

    /** An agent was given a batch. */
    record HandedOut(Batch batch, Instant at) implements RunEvent {
        @Override
        public void happen(TestRun run) {
            run.handOut(batch, at);
        }
    }

    /** An agent told how a test ended, and that counted. */
    record Reported(int batch, Report report, Instant at) implements RunEvent {
        @Override
        public void happen(TestRun run) {
            run.count(batch, report, at);
        }
    }

    /** A batch was taken back. */
    record TakenBack(int batch, Loss loss) implements RunEvent {
        @Override
        public void happen(TestRun run) {
            run.putBack(batch, loss);
        }
    }

    /** The run was stopped. */
    record Stopped(Stop stop) implements RunEvent {
        @Override
        public void happen(TestRun run) {
            run.end(stop);
        }
    }
}
