package io.spotagents.batches;

import java.util.List;

/**
 * What had become of a run when somebody took it up again.
 *
 * @param reports how many counted
 * @param reclaims how often an agent was reclaimed that held tests
 */
public record Past(int reports, int reclaims) {

    public static Past of(List<RunEvent> events) {
        return new Past(
                (int) events.stream().filter(RunEvent.Reported.class::isInstance).count(),
                (int) events.stream().filter(Past::isReclaim).count());
    }

    private static boolean isReclaim(RunEvent event) {
        return event instanceof RunEvent.TakenBack back && back.loss() == Loss.RECLAIMED;
    }
}
