package io.jenkins.plugins.spotagents.queue;

import hudson.model.Label;
import hudson.model.Queue;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long the work that waits usually takes, by label, as Jenkins estimates it. Read once in a
 * while: an estimate looks at builds of the past.
 */
final class UsualDurations {

    private volatile Map<Label, Duration> known = Collections.emptyMap();

    /** The mean; empty if nothing waits, or Jenkins knows of nothing that does. */
    Optional<Duration> of(Label label) {
        return Optional.ofNullable(known.get(label));
    }

    void read() {
        Map<Queue.Task, Long> byTask = new HashMap<>();
        Map<Label, long[]> sums = new HashMap<>();
        for (Queue.BuildableItem item : Queue.getInstance().getBuildableItems()) {
            Queue.Task task = item.task.getOwnerTask();
            long millis = byTask.computeIfAbsent(task, Queue.Task::getEstimatedDuration);
            if (millis > 0) {
                long[] sum = sums.computeIfAbsent(item.getAssignedLabel(), label -> new long[2]);
                sum[0] += millis;
                sum[1]++;
            }
        }
        Map<Label, Duration> means = new HashMap<>();
        sums.forEach((label, sum) -> means.put(label, Duration.ofMillis(sum[0] / sum[1])));
        known = means;
    }
}
