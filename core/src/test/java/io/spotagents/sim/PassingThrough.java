package io.spotagents.sim;

import io.spotagents.fleet.LaunchIntent;
import io.spotagents.model.Offer;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.LeaseEnd;
import io.spotagents.provider.Listing;
import io.spotagents.provider.ProviderException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Changes nothing; a scenario's front overrides what it changes. */
class PassingThrough implements SimulatedProvider {

    private final SimulatedProvider behind;

    PassingThrough(SimulatedProvider behind) {
        this.behind = behind;
    }

    @Override
    public Duration ask(LaunchIntent intent) {
        return behind.ask(intent);
    }

    @Override
    public Duration answersIn() {
        return behind.answersIn();
    }

    @Override
    public LeaseEnd leaseEnd() {
        return behind.leaseEnd();
    }

    @Override
    public List<Offer> offers() throws ProviderException {
        return behind.offers();
    }

    @Override
    public LaunchReply launch(LaunchRequest request) {
        return behind.launch(request);
    }

    @Override
    public Listing list(UUID controller) throws ProviderException {
        return behind.list(controller);
    }

    @Override
    public void end(Set<String> instanceIds) throws ProviderException {
        behind.end(instanceIds);
    }
}
