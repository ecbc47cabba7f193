package io.spotagents.provider.local;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How the local source behaves.
 *
 * @param allowed whether instances may be launched at all, asked at every launch; the plugin
 *     answers from the system property {@value #ALLOWED_PROPERTY}
 * @param bootTime from launch until the agent's process starts, on the clock
 * @param quota most instances that exist at once in all pools together
 */
public record LocalSettings(BooleanSupplier allowed, Duration bootTime, int quota) {

    /**
     * System property that has to be {@code true}: the local source runs builds as the controller's
     * user, who can read everything the controller can.
     */
    public static final String ALLOWED_PROPERTY = "io.spotagents.provider.local.allowed";

    static final Duration DEFAULT_BOOT_TIME = Duration.ofSeconds(2);

    public LocalSettings {
        if (bootTime.isNegative()) {
            throw new IllegalArgumentException("bootTime must not be negative, but is " + bootTime);
        }
        if (quota < 0) {
            throw new IllegalArgumentException("quota must not be negative, but is " + quota);
        }
    }

    /** Two seconds of boot time, no quota. */
    public static LocalSettings allowedBy(BooleanSupplier allowed) {
        return new LocalSettings(allowed, DEFAULT_BOOT_TIME, Integer.MAX_VALUE);
    }

    public LocalSettings withBootTime(Duration newBootTime) {
        return new LocalSettings(allowed, newBootTime, quota);
    }

    public LocalSettings withQuota(int newQuota) {
        return new LocalSettings(allowed, bootTime, newQuota);
    }
}
