package io.spotagents.demo;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** What reclaims took. */
final class Losses {

    private final Set<String> reclaimed = new HashSet<>();
    private Duration lostWork = Duration.ZERO;

    /** An instance is reclaimed; answers whether that is new. */
    boolean reclaimed(String instanceId) {
        return reclaimed.add(instanceId);
    }

    void lost(Duration work) {
        lostWork = lostWork.plus(work);
    }

    Counted counted() {
        return new Counted(reclaimed.size(), lostWork);
    }

    /**
     * What was counted so far.
     *
     * @param reclaims instances that were reclaimed while their worker was connected
     * @param work time that went into tests whose instance was lost before they ended
     */
    record Counted(int reclaims, Duration work) {}
}
