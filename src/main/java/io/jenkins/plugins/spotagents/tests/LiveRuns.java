package io.jenkins.plugins.spotagents.tests;

import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import io.spotagents.batches.Stop;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The test runs of this controller, each looked at once a second on threads of their own. */
@Extension
@Restricted(NoExternalUse.class)
public final class LiveRuns {

    private static final Logger LOGGER = Logger.getLogger(LiveRuns.class.getName());

    private static final int THREADS = 4;

    private final Map<String, Under> runs = new ConcurrentHashMap<>();
    private final Map<String, Lanes> lanes = new ConcurrentHashMap<>();
    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(
                    THREADS,
                    task -> {
                        Thread thread = new Thread(task, "spotTests");
                        thread.setDaemon(true);
                        return thread;
                    });

    /** The one of this Jenkins. */
    public static LiveRuns get() {
        return ExtensionList.lookupSingleton(LiveRuns.class);
    }

    /** What is not over goes on after the restart. */
    @Terminator
    public static void shutdown() {
        ExtensionList.lookup(LiveRuns.class).forEach(all -> all.threads.shutdownNow());
    }

    void begin(SpotTestsExecution execution) {
        Under under = new Under(execution);
        runs.put(execution.id(), under);
        next(under);
    }

    /** Those of a run with a body, which may come back before the run after a restart. */
    Lanes lanes(String id) {
        return lanes.computeIfAbsent(id, any -> new Lanes());
    }

    /** Its body is over, and so are they. */
    void forgetLanes(String id) {
        lanes.remove(id);
    }

    private void next(Under under) {
        try {
            threads.schedule(() -> look(under), 1, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "Jenkins is shutting down", e);
        }
    }

    private void look(Under under) {
        try {
            if (under.step()) {
                runs.remove(under.execution.id());
            } else {
                next(under);
            }
        } catch (IOException | RuntimeException e) {
            if (threads.isShutdown()) {
                return; // it goes on after the restart
            }
            LOGGER.log(Level.FINE, e, () -> "A test run ends");
            runs.remove(under.execution.id());
            under.fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeLanes(String id) {
        Lanes known = lanes.get(id);
        if (known != null) {
            known.close();
        }
    }

    /** Whether there was such a run; it ends the step by itself then. */
    boolean stop(String id, Throwable cause) {
        Under under = runs.get(id);
        return under != null && under.stop(cause);
    }

    String status(String id) {
        Under under = runs.get(id);
        LiveRun live = under == null ? null : under.live;
        return live == null
                ? Messages.LiveRuns_NotOpen()
                : SpotTestsAction.summary(live.standing());
    }

    /** A run and the step that waits for it. */
    private static final class Under {

        private final SpotTestsExecution execution;
        private volatile LiveRun live;
        private volatile Throwable stopped;

        Under(SpotTestsExecution execution) {
            this.execution = execution;
        }

        /** Whether it is over. */
        boolean step() throws IOException, InterruptedException {
            if (live == null) {
                live = execution.open();
                SpotTestsAction.of(live.setup().build()).began(execution.id());
            }
            if (stopped != null) {
                live.stop(Stop.ABORTED, Messages.LiveRun_Aborted());
            }
            live.look();
            if (live.isOver()) {
                LiveRuns.get().closeLanes(execution.id());
            } else {
                execution.beginBody(live.setup().tests().size());
            }
            if (!live.isDone() || execution.isBodyOpen()) {
                return false;
            }
            if (stopped != null) {
                live.forget();
                execution.fail(stopped);
            } else {
                execution.finish(live);
            }
            return true;
        }

        boolean stop(Throwable cause) {
            stopped = cause;
            return true;
        }

        void fail(Throwable error) {
            LiveRun open = live;
            if (open != null) {
                open.stop(Stop.ABORTED, String.valueOf(error.getMessage()));
            }
            LiveRuns.get().closeLanes(execution.id());
            boolean isTold = error instanceof AbortException;
            execution.failOnceBodyIsOver(
                    isTold ? error : new AbortException(Messages.LiveRuns_Broken(error)));
        }
    }
}
