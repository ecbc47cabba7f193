package io.jenkins.plugins.spotagents.lost;

import hudson.model.AbstractBuild;
import hudson.model.TaskListener;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The logs of builds that run on our agents; core gives them only to those who ask at the start.
 */
final class BuildLogs {
    private final Map<AbstractBuild<?, ?>, TaskListener> open =
            Collections.synchronizedMap(new WeakHashMap<>());

    void opened(AbstractBuild<?, ?> build, TaskListener log) {
        open.put(build, log);
    }

    void closed(AbstractBuild<?, ?> build) {
        open.remove(build);
    }

    /** Writes a line; does nothing once the log is closed. */
    void println(AbstractBuild<?, ?> build, String line) {
        TaskListener log = open.get(build);
        if (log != null) {
            log.getLogger().println(line);
        }
    }
}
