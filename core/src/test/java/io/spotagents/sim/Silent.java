package io.spotagents.sim;

import io.spotagents.fleet.LaunchIntent;
import io.spotagents.model.Offer;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Listing;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Answers nothing for a time: calls do not reach the cloud and fail after a minute. What the cloud
 * did right before, and would have answered in that time, is lost on the way.
 */
final class Silent extends PassingThrough {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Refusal NO_ANSWER =
            Refusal.of(
                    Refusal.Kind.OUTCOME_UNKNOWN, Refusal.Scope.POOL, "no answer within a minute");

    private final SimulatedTime time;
    private final Instant from;
    private final Instant until;
    private final Set<UUID> unheard = new HashSet<>();

    Silent(SimulatedProvider behind, SimulatedTime time, Instant from, Instant until) {
        super(behind);
        this.time = time;
        this.from = from;
        this.until = until;
    }

    @Override
    public Duration ask(LaunchIntent intent) {
        if (isSilent()) {
            unheard.add(intent.token());
            return TIMEOUT;
        }
        return super.ask(intent);
    }

    @Override
    public Duration answersIn() {
        return isSilent() ? TIMEOUT : super.answersIn();
    }

    @Override
    public LaunchReply launch(LaunchRequest request) {
        boolean isLost = isSilent() || unheard.contains(request.owner().intent());
        return isLost ? LaunchReply.refused(NO_ANSWER) : super.launch(request);
    }

    @Override
    public List<Offer> offers() throws ProviderException {
        requireAnswer();
        return super.offers();
    }

    @Override
    public Listing list(UUID controller) throws ProviderException {
        requireAnswer();
        return super.list(controller);
    }

    @Override
    public void end(Set<String> instanceIds) throws ProviderException {
        requireAnswer();
        super.end(instanceIds);
    }

    private void requireAnswer() throws ProviderException {
        if (isSilent()) {
            throw new ProviderException(NO_ANSWER);
        }
    }

    private boolean isSilent() {
        return !time.instant().isBefore(from) && time.instant().isBefore(until);
    }
}
