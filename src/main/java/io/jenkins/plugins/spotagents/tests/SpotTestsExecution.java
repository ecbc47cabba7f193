package io.jenkins.plugins.spotagents.tests;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.spotagents.batches.Past;
import io.spotagents.batches.Stop;
import java.io.IOException;
import java.io.Serial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * One {@code spotTests} of one build. It has no thread of Pipeline's: what it does is driven by
 * {@link LiveRuns} and by the executors of its agents. After a restart it goes on from the store.
 */
final class SpotTestsExecution extends StepExecution {

    @Serial private static final long serialVersionUID = 1L;

    private final SpotTestsStep step;
    private final String id = UUID.randomUUID().toString();
    private final long beganMillis = System.currentTimeMillis();
    private ArrayList<String> tests;

    private final StepBody body = new StepBody(this);

    /** Why it failed, or no text if it did not; null until its results are published. */
    private String ended;

    SpotTestsExecution(StepContext context, SpotTestsStep step) {
        super(context);
        this.step = step;
    }

    @Override
    public boolean start() throws Exception {
        try {
            step.check();
        } catch (IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        }
        if (FleetRegistry.get().runs().isEmpty()) {
            throw new AbortException(Messages.SpotTests_NoStore());
        }
        LiveRuns.get().begin(this);
        return false;
    }

    @Override
    public void onResume() {
        if (ended == null) {
            LiveRuns.get().begin(this);
        } else {
            goOn();
        }
    }

    @Override
    public void stop(@NonNull Throwable cause) throws Exception {
        if (!LiveRuns.get().stop(id, cause)) {
            super.stop(cause);
        }
    }

    @Override
    public String getStatus() {
        return LiveRuns.get().status(id);
    }

    String id() {
        return id;
    }

    /** On a thread of its own: reads files of agents, and may wait for the disk. */
    LiveRun open() throws IOException, InterruptedException {
        StepContext context = getContext();
        TaskListener listener = Objects.requireNonNull(context.get(TaskListener.class));
        Run<?, ?> build = Objects.requireNonNull(context.get(Run.class));
        boolean isNew = tests == null;
        if (isNew) {
            tests = new ArrayList<>(testsFor(build));
            save();
        }
        var book =
                FleetRegistry.get()
                        .runs()
                        .orElseThrow(() -> new AbortException(Messages.SpotTests_NoStore()));
        Past past = Past.of(book.events(id));
        Tell tell = new Tell(listener, build.getEnvironment(listener), past);
        LiveRun.Setup setup =
                new LiveRun.Setup(id, build, step, tests, Instant.ofEpochMilli(beganMillis));
        LiveRun live = new LiveRun(setup, book, tell);
        tell.line(
                isNew
                        ? Messages.SpotTests_Begins(tests.size(), step.getLabel())
                        : Messages.SpotTests_GoesOn(past.reports(), tests.size()));
        return live;
    }

    private List<String> testsFor(Run<?, ?> build) throws IOException, InterruptedException {
        List<String> found;
        if (step.getTests() != null) {
            found = step.getTests();
        } else if (step.getTestsFile() != null) {
            FilePath workspace = getContext().get(FilePath.class);
            if (workspace == null) {
                throw new AbortException(Messages.SpotTests_NoWorkspace(step.getTestsFile()));
            }
            FilePath file = workspace.child(step.getTestsFile());
            if (!file.exists()) {
                throw new AbortException(Messages.SpotTests_NoFile(step.getTestsFile()));
            }
            found = file.readToString().lines().toList();
        } else {
            found = known(build);
        }
        LinkedHashSet<String> named = new LinkedHashSet<>();
        found.stream().map(String::trim).filter(test -> !test.isEmpty()).forEach(named::add);
        if (named.isEmpty()) {
            throw new AbortException(Messages.SpotTests_NoTests());
        }
        return List.copyOf(named);
    }

    private static List<String> known(Run<?, ?> build) {
        List<String> ran =
                FleetRegistry.get().runs().stream()
                        .flatMap(
                                book ->
                                        book
                                                .durations(build.getParent().getFullName())
                                                .keySet()
                                                .stream())
                        .toList();
        return ran.isEmpty() && hasJUnit() ? JUnitResults.classesBefore(build) : ran;
    }

    private static boolean hasJUnit() {
        return Jenkins.get().getPlugin("junit") != null;
    }

    /**
     * Publishes the results, and lets the build go on. May be repeated after a crash at any point:
     * what is needed for that is forgotten last.
     */
    void finish(LiveRun live) throws IOException, InterruptedException {
        TaskListener listener = Objects.requireNonNull(getContext().get(TaskListener.class));
        Run<?, ?> build = live.setup().build();
        var results = live.results().results();
        live.files().merge("spotTests", results);
        if (hasJUnit() && !results.isEmpty()) {
            FlowNode step = Objects.requireNonNull(getContext().get(FlowNode.class));
            JUnitResults.publish(build, step.getId(), live.files().folder(), listener);
        } else if (!hasJUnit()) {
            listener.getLogger().println(Messages.SpotTests_NoJUnit(live.files().folder()));
        }
        Standing standing = live.standing();
        SpotTestsAction.of(build).ended(id, standing, live.reclaims());
        listener.getLogger().println("[spotTests] " + SpotTestsAction.summary(standing));
        if (standing.bad() > 0) {
            build.setResult(Result.UNSTABLE);
        }
        build.save();
        List<String> unfinished = live.results().unfinished();
        ended =
                unfinished.isEmpty()
                        ? ""
                        : Messages.SpotTests_Incomplete(
                                live.results().stopped().orElse(Stop.ABORTED),
                                unfinished.size(),
                                unfinished.get(0));
        save();
        live.forget();
        goOn();
    }

    private void save() throws IOException, InterruptedException {
        try {
            getContext().saveState().get();
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }

    private void goOn() {
        if (ended.isEmpty()) {
            getContext().onSuccess(null);
        } else {
            getContext().onFailure(new AbortException(ended));
        }
    }

    /** Begins the body, if there is one and it has not begun, with a branch for each agent. */
    void beginBody(int testCount) throws IOException, InterruptedException {
        if (step.hasBody()) {
            body.begin(Math.min(step.mostAgents(), testCount + 1)); // one for a copy of the last
        }
    }

    boolean isBodyOpen() {
        return body.isOpen();
    }

    /** Or at once, if none is under way. */
    void failOnceBodyIsOver(Throwable error) {
        body.thenFail(error);
    }

    void fail(Throwable error) {
        getContext().onFailure(error);
    }
}
