package io.spotagents.reclaim.aws;

import io.spotagents.reclaim.Notice;
import java.time.Instant;

/** One thing that AWS says of one instance, of whatever owner. */
public sealed interface AwsEvent {

    /** Id of the instance. */
    String instanceId();

    /** When AWS says that it was so. */
    Instant at();

    /** Calls the reader's method for this case. */
    void readBy(Reader reader);

    /** The instance will be taken. */
    record Reclaiming(Notice notice, Instant at) implements AwsEvent {
        @Override
        public String instanceId() {
            return notice.instanceId();
        }

        @Override
        public void readBy(Reader reader) {
            reader.reclaiming(this);
        }
    }

    /** The instance is at more risk than before, or will be taken at a far time. */
    record AtRisk(String instanceId, Instant at) implements AwsEvent {
        @Override
        public void readBy(Reader reader) {
            reader.atRisk(this);
        }
    }

    /** The instance came into another state: a reason to list, not a proof that it is gone. */
    record Changed(String instanceId, State state, Instant at) implements AwsEvent {
        @Override
        public void readBy(Reader reader) {
            reader.changed(this);
        }
    }

    /** The states of an EC2 instance, in the order in which it can pass them. */
    enum State {
        PENDING,
        RUNNING,
        STOPPING,
        STOPPED,
        SHUTTING_DOWN,
        TERMINATED;

        /** Whether an instance of ours, which is never started again, is on its way out. */
        public boolean isLeaving() {
            return compareTo(RUNNING) > 0;
        }
    }

    /** One method per case. */
    interface Reader {
        void reclaiming(Reclaiming event);

        void atRisk(AtRisk event);

        void changed(Changed event);
    }
}
