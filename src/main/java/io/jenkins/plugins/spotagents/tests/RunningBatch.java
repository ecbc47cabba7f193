package io.jenkins.plugins.spotagents.tests;

import io.spotagents.batches.Batch;
import java.io.IOException;

/** A batch that runs on an agent. Closing it ends what still runs of it. */
interface RunningBatch extends AutoCloseable {

    boolean isAlive() throws IOException, InterruptedException;

    /** How it ended, once it has. */
    Ended ended() throws IOException, InterruptedException;

    /** Its agent is about to be taken; what it still ends counts. */
    void agentLeaves();

    @Override
    void close();

    /**
     * How a batch ended.
     *
     * @param how part of a sentence
     * @param lastLines of what it printed, or whatever else tells why
     */
    record Ended(String how, String lastLines) {}

    /** What runs the batches of one agent, one after another. */
    interface Runner {

        /** Whether a batch could begin now; if it will not, that has to be told. */
        boolean isReady();

        void notUsed();

        RunningBatch start(Batch batch) throws IOException, InterruptedException;
    }
}
