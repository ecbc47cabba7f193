package io.jenkins.plugins.spotagents.lost;

import hudson.remoting.Channel;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jenkins.security.MasterToSlaveCallable;

/** The question whether an agent still answers, asked of agents on which something has failed. */
final class StillThere extends MasterToSlaveCallable<Boolean, RuntimeException> {

    private static final long serialVersionUID = 1L;

    /** An agent that is only slow is not taken for a lost one. */
    private static final long PATIENCE_SECONDS = 5;

    private StillThere() {}

    /**
     * Waits for the answer, at most some seconds; no answer in time counts as one, a channel that
     * breaks does not. Not to be called from a thread that must not wait.
     *
     * @param channel to the agent; null if it is not connected
     */
    static boolean answers(Channel channel) {
        if (channel == null || channel.isClosingOrClosed()) {
            return false;
        }
        try {
            return channel.callAsync(new StillThere()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return true;
        } catch (IOException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public Boolean call() {
        return true;
    }
}
