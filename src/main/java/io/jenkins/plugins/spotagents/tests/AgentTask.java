package io.jenkins.plugins.spotagents.tests;

import hudson.model.Label;
import hudson.model.Queue;
import hudson.model.ResourceList;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.security.core.Authentication;

/**
 * A place for one agent in a test run, waiting in Jenkins' queue as any work with the label does,
 * so that the fleet learns of it in the usual way. It is not kept over a restart: the run asks
 * anew.
 */
final class AgentTask implements Queue.TransientTask {

    private static final AtomicInteger MADE = new AtomicInteger();

    private final LiveRun live;
    private final Run<?, ?> build;
    private final Label label;
    private final boolean lasts;
    private final int number = MADE.incrementAndGet();
    private volatile boolean begun;

    /**
     * @param lasts whether it is for work that is kept from what is reclaimed
     */
    AgentTask(LiveRun live, Run<?, ?> build, Label label, boolean lasts) {
        this.live = live;
        this.build = build;
        this.label = label;
        this.lasts = lasts;
    }

    boolean lasts() {
        return lasts;
    }

    LiveRun live() {
        return live;
    }

    Run<?, ?> build() {
        return build;
    }

    @Override
    public Label getAssignedLabel() {
        return label;
    }

    @Override
    public Queue.Executable createExecutable() throws IOException {
        begun = true;
        return new AgentWork(this);
    }

    /** Somebody took it out of the queue. */
    boolean isGone() {
        return !begun && !Queue.getInstance().contains(this);
    }

    @Override
    public Queue.Task getOwnerTask() {
        return build.getParent() instanceof Queue.Task job ? job : this;
    }

    @Override
    public Authentication getDefaultAuthentication2() {
        return getOwnerTask() == this
                ? Queue.TransientTask.super.getDefaultAuthentication2()
                : Tasks.getAuthenticationOf2(getOwnerTask());
    }

    @Override
    public ResourceList getResourceList() {
        return ResourceList.EMPTY;
    }

    @Override
    public String getName() {
        return getDisplayName();
    }

    @Override
    public String getFullDisplayName() {
        return getDisplayName();
    }

    @Override
    public String getDisplayName() {
        return Messages.AgentTask_DisplayName(build.getFullDisplayName(), number);
    }

    @Override
    public String getUrl() {
        return build.getUrl();
    }
}
