package io.jenkins.plugins.spotagents.queue;

import hudson.model.Computer;
import hudson.model.Label;
import hudson.model.Queue;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.lost.Rescue;
import io.spotagents.model.TemplateKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** Waiting work that was reclaimed too often, and has to go to what is not reclaimed. */
final class Lasting {

    private Lasting() {}

    static int reclaims(Queue.Item item) {
        return Rescue.get().reclaims().of(item);
    }

    /** Never where a template allows spot only: there, such work goes to spot again. */
    static boolean hasToLast(Queue.Item item, TemplateKey key) {
        int reclaims = reclaims(item);
        return reclaims > 0
                && FleetRegistry.get()
                        .template(key)
                        .filter(template -> template.isTooOften(reclaims))
                        .filter(SpotTemplate::allowsOnDemand)
                        .isPresent();
    }

    /** Executors that are missing for such work, by label, beyond what is idle. */
    static Map<Label, Integer> missing() {
        Map<Label, Integer> missing = new HashMap<>();
        for (Queue.BuildableItem item : Queue.getInstance().getBuildableItems()) {
            Label label = item.getAssignedLabel();
            if (reclaims(item) > 0
                    && template(label).filter(one -> hasToLast(item, one.key())).isPresent()) {
                missing.merge(label, 1, Integer::sum);
            }
        }
        missing.replaceAll((label, wanted) -> Math.max(0, wanted - idle(label)));
        return missing;
    }

    /** The template that serves a label. */
    static Optional<Served> template(Label label) {
        return Jenkins.get().clouds.stream()
                .filter(SpotCloud.class::isInstance)
                .map(SpotCloud.class::cast)
                .flatMap(cloud -> served(cloud, label).stream())
                .findFirst();
    }

    private static Optional<Served> served(SpotCloud cloud, Label label) {
        return cloud.templateFor(label)
                .map(one -> new Served(new TemplateKey(cloud.name, one.getName()), one));
    }

    private static int idle(Label label) {
        return Stream.of(Jenkins.get().getComputers())
                .filter(computer -> computer.isOnline() && computer.isAcceptingTasks())
                .filter(computer -> isOf(label, computer))
                .filter(computer -> !isReclaimed(computer))
                .mapToInt(Computer::countIdle)
                .sum();
    }

    private static boolean isOf(Label label, Computer computer) {
        return Optional.ofNullable(computer.getNode())
                .filter(node -> label == null || label.contains(node))
                .isPresent();
    }

    private static boolean isReclaimed(Computer computer) {
        return computer instanceof SpotComputer spot && spot.purchase().isReclaimed();
    }

    /** A template with its key. */
    record Served(TemplateKey key, SpotTemplate template) {
        Served {
            Objects.requireNonNull(template);
        }
    }
}
