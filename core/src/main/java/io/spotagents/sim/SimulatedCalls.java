package io.spotagents.sim;

import io.spotagents.fleet.IntentJournal;
import io.spotagents.fleet.LaunchIntent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls to a simulated cloud take as long as they would. The journal hears of a launch right
 * before its call, which is how the call is known to be one. Not thread-safe.
 */
final class SimulatedCalls implements IntentJournal, Executor {

    private final SimulatedTime time;
    private final SimulatedProvider cloud;
    private final Runnable wake;
    private final Map<UUID, LaunchIntent> open = new LinkedHashMap<>();
    private @Nullable LaunchIntent next;

    /**
     * @param cloud told of each call at its moment, and asked how long the answer takes
     * @param wake called once an answer has arrived
     */
    SimulatedCalls(SimulatedTime time, SimulatedProvider cloud, Runnable wake) {
        this.time = time;
        this.cloud = cloud;
        this.wake = wake;
    }

    @Override
    public void opened(LaunchIntent intent) {
        open.put(intent.token(), intent);
        next = intent;
    }

    @Override
    public void closed(UUID token) {
        open.remove(token);
    }

    @Override
    public List<LaunchIntent> open() {
        return List.copyOf(open.values());
    }

    @Override
    public void execute(Runnable call) {
        LaunchIntent launch = next;
        next = null;
        Duration delay = launch == null ? cloud.answersIn() : cloud.ask(launch);
        time.after(
                delay,
                () -> {
                    call.run();
                    wake.run();
                });
    }
}
