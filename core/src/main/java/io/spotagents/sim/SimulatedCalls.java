package io.spotagents.sim;

import io.spotagents.fleet.IntentJournal;
import io.spotagents.fleet.LaunchIntent;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls to a simulated cloud take as long as they would. The journal hears of a launch right
 * before its call, which is how the call is known to be one. Not thread-safe.
 */
final class SimulatedCalls implements IntentJournal, Executor {

    /** Listings and offers come back within a moment. */
    private static final Duration QUICK = Duration.ofSeconds(1);

    private final SimulatedTime time;
    private final Function<LaunchIntent, Duration> cloud;
    private final Runnable wake;
    private @Nullable LaunchIntent next;

    /**
     * @param cloud asked at the moment of the call how long its answer takes
     * @param wake called once an answer has arrived
     */
    SimulatedCalls(SimulatedTime time, Function<LaunchIntent, Duration> cloud, Runnable wake) {
        this.time = time;
        this.cloud = cloud;
        this.wake = wake;
    }

    @Override
    public void opened(LaunchIntent intent) {
        next = intent;
    }

    @Override
    public void closed(UUID token) {}

    @Override
    public List<LaunchIntent> open() {
        return List.of();
    }

    @Override
    public void execute(Runnable call) {
        LaunchIntent launch = next;
        next = null;
        Duration delay = launch == null ? QUICK : cloud.apply(launch);
        time.after(
                delay,
                () -> {
                    call.run();
                    wake.run();
                });
    }
}
