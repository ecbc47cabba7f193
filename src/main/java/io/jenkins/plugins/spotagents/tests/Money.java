package io.jenkins.plugins.spotagents.tests;

import io.spotagents.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the agents of a run cost, from when they came until they left. An instance whose price is
 * not known counts as the dearest that was seen; agents that are no instances of ours cost nothing.
 * Guarded by the run's lock.
 */
final class Money {

    /** Less work than this is not worth an agent. */
    private static final Duration LEAST = Duration.ofMinutes(1);

    private final Usd budget;
    private final Map<AgentWork, Usd> hourly = new HashMap<>();
    private Usd left = Usd.ZERO;
    private Usd dearest = Usd.ZERO;

    /**
     * @param dollars 0 is without limit
     */
    Money(double dollars) {
        this.budget = Usd.of(dollars);
    }

    void came(AgentWork work) {
        if (work.pool().isPresent()) {
            Usd price = work.hourly().orElse(dearest);
            dearest = price.compareTo(dearest) > 0 ? price : dearest;
            hourly.put(work, price);
        }
    }

    void left(AgentWork work) {
        left = left.plus(of(work, Instant.now()));
        hourly.remove(work);
    }

    Usd spent(Instant now) {
        return hourly.keySet().stream().map(work -> of(work, now)).reduce(left, Usd::plus);
    }

    private Usd of(AgentWork work, Instant now) {
        return hourly.getOrDefault(work, Usd.ZERO).perHourFor(work.held(now));
    }

    /** Why the run has to stop rather than give this agent a batch. */
    Optional<String> check(AgentWork work) {
        Usd price = hourly.getOrDefault(work, Usd.ZERO);
        Usd coming = spent(Instant.now()).plus(price.perHourFor(LEAST));
        return isLimited() && coming.compareTo(budget) > 0
                ? Optional.of(Messages.Money_TooSmall(budget, price))
                : Optional.empty();
    }

    /** Why the run has to stop. */
    Optional<String> look(Instant now) {
        return isLimited() && spent(now).compareTo(budget) >= 0
                ? Optional.of(Messages.Money_Spent(budget))
                : Optional.empty();
    }

    private boolean isLimited() {
        return budget.compareTo(Usd.ZERO) > 0;
    }
}
