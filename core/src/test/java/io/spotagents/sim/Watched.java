package io.spotagents.sim;

import io.spotagents.fleet.LaunchIntent;
import io.spotagents.model.Pool;
import io.spotagents.provider.Instance;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Counts launches that brought nothing, and how many instances ran that nobody was to take. */
final class Watched extends PassingThrough {

    private final SimulatedProvider cloud;
    private final SimulatedTime time;
    private final List<SimulatedPool> pools;
    private final Set<String> ending = new HashSet<>();
    private int failedLaunches;
    private int mostStaying;

    /**
     * @param front what the loop calls
     * @param cloud what is behind it
     */
    Watched(
            SimulatedProvider front,
            SimulatedProvider cloud,
            SimulatedTime time,
            List<SimulatedPool> pools) {
        super(front);
        this.cloud = cloud;
        this.time = time;
        this.pools = pools;
    }

    int failedLaunches() {
        return failedLaunches;
    }

    /** Most instances at once, without those that were to be taken or asked to end. */
    int mostStaying() {
        return mostStaying;
    }

    List<Instance> running() {
        try {
            return cloud.list(new UUID(0, 0)).instances();
        } catch (ProviderException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Duration ask(LaunchIntent intent) {
        Duration answer = super.ask(intent);
        int staying =
                (int)
                        running().stream()
                                .filter(one -> !ending.contains(one.id()))
                                .filter(one -> !isDoomed(one.pool()))
                                .count();
        mostStaying = Math.max(mostStaying, staying);
        return answer;
    }

    @Override
    public LaunchReply launch(LaunchRequest request) {
        LaunchReply reply = super.launch(request);
        if (reply.instances().isEmpty()) {
            failedLaunches++;
        }
        return reply;
    }

    @Override
    public void end(Set<String> instanceIds) throws ProviderException {
        ending.addAll(instanceIds);
        super.end(instanceIds);
    }

    private boolean isDoomed(Pool pool) {
        Instant now = time.instant();
        Instant noticed = now.plus(CloudRules.AWS.notice());
        return pools.stream()
                .filter(one -> one.pool().equals(pool))
                .flatMap(one -> one.nextDrop(now).stream())
                .anyMatch(drop -> !drop.isAfter(noticed));
    }
}
