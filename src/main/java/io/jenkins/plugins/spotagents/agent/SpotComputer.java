package io.jenkins.plugins.spotagents.agent;

import hudson.model.Executor;
import hudson.model.Queue;
import hudson.remoting.Channel;
import hudson.slaves.AbstractCloudComputer;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.lost.Reclaims;
import io.jenkins.plugins.spotagents.lost.Rescue;
import io.jenkins.plugins.spotagents.lost.WorkDone;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The running side of a {@link SpotAgent}. It keeps what has to be known of the agent after the
 * node is gone.
 */
public final class SpotComputer extends AbstractCloudComputer<SpotAgent> {

    private static final Duration CALL_AGAIN_AFTER = Duration.ofSeconds(10);

    private final String instanceId;
    private final String pool;
    private final TemplateKey template;
    private final Purchase purchase;
    private final boolean resubmits;
    private final boolean oneShot;
    private volatile Instant called = Instant.MIN;

    SpotComputer(SpotAgent agent) {
        super(agent);
        this.instanceId = agent.getInstanceId();
        this.pool = agent.getPool();
        this.template = agent.templateKey();
        this.purchase = agent.purchase();
        this.resubmits = agent.isResubmit();
        this.oneShot = agent.isOneShot();
    }

    public String instanceId() {
        return instanceId;
    }

    /** The pool of its instance, as text. */
    public String pool() {
        return pool;
    }

    /** How its instance is paid for. */
    public Purchase purchase() {
        return purchase;
    }

    public TemplateKey template() {
        return template;
    }

    /** Whether builds other than pipelines are put back into the queue after a reclaim. */
    public boolean resubmits() {
        return resubmits;
    }

    /**
     * None any more once it is closing: core ends a build's left-over processes through the channel
     * it finds here, and a build that was aborted with its agent fails if that call breaks.
     */
    @Override
    public Channel getChannel() {
        Channel channel = super.getChannel();
        return channel == null || channel.isClosingOrClosed() ? null : channel;
    }

    /**
     * Calls the agent if it is one that is called, is not here, and can be reached. Not again
     * within some seconds; costs nothing otherwise. By one thread.
     */
    public void callIfMissed(Instant now) {
        boolean isMissed = isOffline() && !isConnecting() && isAcceptingTasks();
        if (isMissed
                && !called.isAfter(now.minus(CALL_AGAIN_AFTER))
                && getLauncher() instanceof CallOverSsh ssh
                && ssh.knowsAddress(this)) {
            called = now;
            connect(false);
        }
    }

    /** Jenkins drops it as soon as it holds no work, if its node is gone. */
    void goWithNode() {
        if (getNode() == null) {
            kill();
        }
    }

    /** A one-shot agent takes no second build: decided when it takes its first. */
    @Override
    public void taskAccepted(Executor executor, Queue.Task task) {
        super.taskAccepted(executor, task);
        if (oneShot) {
            setAcceptingTasks(false);
        }
    }

    @Override
    public void taskCompleted(Executor executor, Queue.Task task, long durationMS) {
        super.taskCompleted(executor, task, durationMS);
        WorkDone.tell(executor, task, this, durationMS);
    }

    /**
     * Executors whose work goes where nothing is reclaimed if it is reclaimed once more. None of an
     * agent that is not reclaimed, or where the template allows spot only.
     */
    public int countOnLastTry() {
        Optional<SpotTemplate> settings =
                FleetRegistry.get().template(template).filter(SpotTemplate::allowsOnDemand);
        if (settings.isEmpty() || !purchase.isReclaimed()) {
            return 0;
        }
        Reclaims reclaims = Rescue.get().reclaims();
        return (int)
                getExecutors().stream()
                        .filter(Executor::isBusy)
                        .filter(executor -> settings.get().isTooOften(reclaims.of(executor) + 1))
                        .count();
    }

    /**
     * Whether the agent takes no new work and holds none, also none that is just being handed over.
     */
    public boolean isDrained() {
        if (isAcceptingTasks()) {
            return false;
        }
        // The Queue hands over work under its lock: seen from within, there is no in-between.
        AtomicBoolean drained = new AtomicBoolean();
        Queue.withLock(() -> drained.set(!isAcceptingTasks() && holdsNoWork()));
        return drained.get();
    }

    private boolean holdsNoWork() {
        return getExecutors().stream().noneMatch(Executor::isBusy)
                && getOneOffExecutors().isEmpty();
    }
}
