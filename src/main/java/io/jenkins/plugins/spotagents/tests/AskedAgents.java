package io.jenkins.plugins.spotagents.tests;

import hudson.model.Label;
import hudson.model.Queue;
import io.jenkins.plugins.spotagents.lost.Resubmitted;
import io.spotagents.batches.Hiring;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/** The agents that a run asks Jenkins' queue for, and that are not there yet. Not thread-safe. */
final class AskedAgents {

    private final LiveRun live;
    private final Set<AgentTask> asked = new LinkedHashSet<>();

    AskedAgents(LiveRun live) {
        this.live = live;
    }

    int count() {
        return asked.size();
    }

    int countLasting() {
        return (int) asked.stream().filter(AgentTask::lasts).count();
    }

    void came(AgentTask task) {
        asked.remove(task);
    }

    /** Whether work that is not this run's waits for agents of the same label. */
    boolean doOthersWait() {
        Label label = Label.get(live.step().getLabel());
        return Queue.getInstance().getBuildableItems().stream()
                .filter(item -> !item.isPending()) // which has its agent already
                .filter(item -> Objects.equals(item.getAssignedLabel(), label))
                .anyMatch(item -> !(item.task instanceof AgentTask task && task.live() == live));
    }

    /** Why none of them is there. */
    String whyNone() {
        return WhyNoAgent.reason(
                Label.get(live.step().getLabel()),
                asked.stream().findFirst().map(Queue.getInstance()::getItem));
    }

    /** Somebody may have taken some out of the queue. */
    void forgetGone() {
        asked.removeIf(AgentTask::isGone);
    }

    void ask(Hiring.More more) {
        ask(more.lasting(), true);
        ask(more.ordinary(), false);
    }

    void withdrawAll() {
        withdraw(asked.size(), true);
        withdraw(asked.size(), false);
    }

    private void ask(int more, boolean lasts) {
        withdraw(-more, lasts);
        Label label = Label.get(live.step().getLabel());
        for (int i = 0; i < more; i++) {
            AgentTask task = new AgentTask(live, live.setup().build(), label, lasts);
            asked.add(task);
            if (lasts) {
                Resubmitted tooOften = new Resubmitted(LiveRun.RECLAIMS_BEFORE_LASTING);
                Queue.getInstance().schedule2(task, 0, tooOften);
            } else {
                Queue.getInstance().schedule2(task, 0);
            }
        }
    }

    private void withdraw(int fewer, boolean lasts) {
        asked.stream()
                .filter(task -> task.lasts() == lasts)
                .limit(Math.max(0, fewer))
                .filter(Queue.getInstance()::cancel)
                .toList()
                .forEach(asked::remove);
    }
}
