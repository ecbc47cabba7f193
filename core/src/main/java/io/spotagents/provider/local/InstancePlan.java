package io.spotagents.provider.local;

import java.util.Properties;

/**
 * What is known of an instance's life when it is launched. All but the first count from the launch.
 *
 * @param launchedAtUptime the machine's uptime at the launch, in milliseconds; a monotonic clock
 *     that the controller and the supervisor share
 * @param bootMillis when the agent's process starts
 * @param bootDeadlineMillis when the first lease ends
 * @param noticeMillis when a reclaim is announced; {@link Long#MAX_VALUE} if none is planned
 * @param reclaimMillis when it happens; {@link Long#MAX_VALUE} if none is planned
 * @param signalMillis when a raised risk is signaled; {@link Long#MAX_VALUE} if never
 */
record InstancePlan(
        long launchedAtUptime,
        long bootMillis,
        long bootDeadlineMillis,
        long noticeMillis,
        long reclaimMillis,
        long signalMillis) {

    /** Without a signal. */
    InstancePlan(
            long launchedAtUptime,
            long bootMillis,
            long bootDeadlineMillis,
            long noticeMillis,
            long reclaimMillis) {
        this(
                launchedAtUptime,
                bootMillis,
                bootDeadlineMillis,
                noticeMillis,
                reclaimMillis,
                Long.MAX_VALUE);
    }

    void writeTo(Properties properties) {
        properties.setProperty("launchedAtUptime", Long.toString(launchedAtUptime));
        properties.setProperty("bootMillis", Long.toString(bootMillis));
        properties.setProperty("bootDeadlineMillis", Long.toString(bootDeadlineMillis));
        properties.setProperty("noticeMillis", Long.toString(noticeMillis));
        properties.setProperty("reclaimMillis", Long.toString(reclaimMillis));
        properties.setProperty("signalMillis", Long.toString(signalMillis));
    }

    static InstancePlan readFrom(Properties properties) {
        return new InstancePlan(
                number(properties, "launchedAtUptime"),
                number(properties, "bootMillis"),
                number(properties, "bootDeadlineMillis"),
                number(properties, "noticeMillis"),
                number(properties, "reclaimMillis"),
                signal(properties));
    }

    private static long number(Properties properties, String key) {
        return Long.parseLong(properties.getProperty(key, ""));
    }

    /** Instances of earlier versions have none. */
    private static long signal(Properties properties) {
        return properties.containsKey("signalMillis")
                ? number(properties, "signalMillis")
                : Long.MAX_VALUE;
    }
}
