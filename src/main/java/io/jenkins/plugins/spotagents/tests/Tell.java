package io.jenkins.plugins.spotagents.tests;

import hudson.EnvVars;
import hudson.model.TaskListener;
import io.spotagents.batches.Past;
import io.spotagents.batches.WaitForLasting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What a run writes to its build's log: a line now and then, never one for each test. */
final class Tell {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    /** Of each kind of trouble, as each may come a thousand times. */
    private static final int MOST_TROUBLES = 3;

    private final TaskListener listener;
    private final EnvVars environment;
    private final Instant began;
    private final Past past;
    private Instant toldAt = Instant.EPOCH;
    private Standing told;
    private int reclaims;
    private int unknown;
    private int leftOut;
    private int broken;

    /**
     * @param past what had become of the run when this controller took it up
     */
    Tell(TaskListener listener, EnvVars environment, Past past) {
        this.listener = listener;
        this.environment = environment;
        this.past = past;
        this.reclaims = past.reclaims();
        this.began = Instant.now();
    }

    EnvVars environment() {
        return environment;
    }

    synchronized void line(String line) {
        listener.getLogger().println("[spotTests] " + line);
    }

    synchronized void progress(Standing now) {
        boolean isDue = toldAt.plus(BETWEEN_LINES).isBefore(Instant.now());
        boolean isNews =
                told == null
                        || !told.progress().equals(now.progress())
                        || !Objects.equals(told.agents(), now.agents());
        if (isDue && isNews) {
            toldAt = Instant.now();
            told = now;
            line(text(now));
        }
    }

    private String text(Standing now) {
        double seconds = Math.max(1, Duration.between(began, Instant.now()).toSeconds());
        int agents = now.agentsAtWork();
        return Messages.Tell_Progress(
                now.progress().finished(),
                now.progress().tests(),
                now.bad(),
                now.progress().handedOut(),
                String.format("%.1f", (now.progress().finished() - past.reports()) / seconds),
                agents == 0 ? "0" : agents + " " + now.agents(),
                reclaims,
                now.spent(),
                agents == 0 ? "?" : Long.toString(now.expected().toSeconds() / agents));
    }

    synchronized int reclaims() {
        return reclaims;
    }

    synchronized void reclaimed(String agent, String why, int tests) {
        reclaims++;
        line(Messages.Tell_Reclaimed(agent, why, tests));
    }

    synchronized void noAgent(String why) {
        line(Messages.Tell_NoAgent(WhyNoAgent.PATIENCE.toMinutes(), why));
    }

    synchronized void noneLasts(int tests, String why) {
        line(Messages.Tell_NoneLasts(tests, WaitForLasting.MOST.toMinutes(), why));
    }

    synchronized void stopped(String message) {
        line(message);
    }

    synchronized void unknown(String name) {
        if (unknown++ < MOST_TROUBLES) {
            line(Messages.Tell_Unknown(name));
        }
    }

    synchronized void leftOut(String agent, List<String> tests, RunningBatch.Ended ended) {
        if (leftOut++ < MOST_TROUBLES) {
            line(
                    Messages.Tell_LeftOut(
                            agent, ended.how(), tests.size(), tests.get(0), ended.lastLines()));
        }
    }

    synchronized void notPrepared(String agent, int exitCode, String lastLines) {
        if (broken++ < MOST_TROUBLES) {
            line(Messages.Tell_NotPrepared(agent, exitCode, lastLines));
        }
    }

    synchronized void broken(String agent, String why) {
        if (broken++ < MOST_TROUBLES) {
            line(Messages.Tell_Broken(agent, why));
        }
    }
}
