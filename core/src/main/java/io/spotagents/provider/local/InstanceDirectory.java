package io.spotagents.provider.local;

import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** The directory of one instance, as the controller sees it. Safe to use from several threads. */
final class InstanceDirectory {

    /** How long a supervisor may take to do what it is told before it counts as hung. */
    static final Duration GRACE = Duration.ofSeconds(30);

    private final Path path;
    private final InstanceTags tags;
    private final InstancePlan plan;
    private volatile boolean isKnownToHaveEnded;

    private InstanceDirectory(Path path, InstanceTags tags, InstancePlan plan) {
        this.path = path;
        this.tags = tags;
        this.plan = plan;
    }

    /** Makes the directory in one step: it is there with all it needs, or not at all. */
    static InstanceDirectory create(Path path, InstanceTags tags, InstancePlan plan)
            throws IOException {
        Path draft = path.resolveSibling(".new-" + InstanceFiles.name(path));
        InstanceFiles.deleteTree(draft);
        Files.createDirectory(draft);
        Properties properties = new Properties();
        tags.writeTo(properties);
        plan.writeTo(properties);
        InstanceFiles.write(draft.resolve(InstanceFiles.INSTANCE), properties);
        Files.move(draft, path);
        return new InstanceDirectory(path, tags, plan);
    }

    /**
     * @throws IOException also if what is written there makes no sense
     */
    static InstanceDirectory read(Path path) throws IOException {
        Properties properties = InstanceFiles.readProperties(path.resolve(InstanceFiles.INSTANCE));
        try {
            return new InstanceDirectory(
                    path, InstanceTags.readFrom(properties), InstancePlan.readFrom(properties));
        } catch (RuntimeException e) {
            throw new IOException("unreadable instance in " + path, e);
        }
    }

    String id() {
        return InstanceFiles.name(path);
    }

    Path path() {
        return path;
    }

    InstanceTags tags() {
        return tags;
    }

    Instance instance() {
        return tags.instance(id(), state());
    }

    boolean hasEnded() {
        if (!isKnownToHaveEnded) {
            isKnownToHaveEnded = has(InstanceFiles.ENDED);
        }
        return isKnownToHaveEnded;
    }

    /** Whether nobody is left who would end this instance, or who does so in time. */
    boolean isLost(LinuxProcesses processes) throws IOException {
        long uptime = processes.uptimeMillis();
        if (uptime > askedToEndAt() + GRACE.toMillis()) {
            return true;
        }
        Optional<String> supervisor = InstanceFiles.read(path.resolve(InstanceFiles.SUPERVISOR));
        if (supervisor.isPresent()) {
            return !processes.isRunning(supervisor.get());
        }
        long sinceLaunch = uptime - plan.launchedAtUptime();
        boolean isOfAnEarlierBoot = sinceLaunch < 0;
        return isOfAnEarlierBoot || sinceLaunch > plan.bootDeadlineMillis() + GRACE.toMillis();
    }

    void askToEnd(LinuxProcesses processes) throws IOException {
        if (!has(InstanceFiles.END)) {
            write(InstanceFiles.END, Long.toString(processes.uptimeMillis()));
        }
    }

    void askToReclaim(Duration lead) throws IOException {
        write(InstanceFiles.RECLAIM, Long.toString(lead.toMillis()));
    }

    /** Does the supervisor's last duty in its place, the supervisor itself included. */
    void endInItsPlace(LinuxProcesses processes) throws IOException {
        boolean isEmpty =
                processes.kill(
                        pid ->
                                processes.carries(pid, LocalInstance.INSTANCE_VARIABLE, id())
                                        || processes.carries(
                                                pid, LocalInstance.SUPERVISOR_VARIABLE, id()));
        // The supervisor may have come to its end meanwhile, with a better reason.
        if (isEmpty && !hasEnded()) {
            write(InstanceFiles.ENDED, EndReason.LOST.text());
        }
    }

    /** On the clock of the uptime; far in the future if it was not asked. */
    private long askedToEndAt() throws IOException {
        Optional<String> asked = InstanceFiles.read(path.resolve(InstanceFiles.END));
        if (asked.isEmpty()) {
            return Long.MAX_VALUE / 2;
        }
        // Builds can write there too: what is no number is taken for long ago.
        return asked.get().matches("[0-9]{1,18}") ? Long.parseLong(asked.get()) : 0;
    }

    private InstanceState state() {
        if (hasEnded() || has(InstanceFiles.END)) {
            return InstanceState.ENDING;
        }
        return has(InstanceFiles.RUNNING) ? InstanceState.RUNNING : InstanceState.BOOTING;
    }

    private boolean has(String name) {
        return InstanceFiles.exists(path.resolve(name));
    }

    private void write(String name, String text) throws IOException {
        InstanceFiles.write(path.resolve(name), text);
    }
}
