package io.spotagents.sim;

import io.spotagents.fleet.LaunchIntent;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The account may have so many instances at once, and no more. */
final class Quota extends PassingThrough {

    private static final Duration REFUSED = Duration.ofSeconds(1);
    private static final Refusal REACHED =
            Refusal.of(Refusal.Kind.QUOTA_REACHED, Refusal.Scope.ACCOUNT, "the quota is used up");

    private final int most;
    private final Set<UUID> refused = new HashSet<>();
    private final Set<UUID> clipped = new HashSet<>();

    Quota(SimulatedProvider behind, int most) {
        super(behind);
        this.most = most;
    }

    @Override
    public Duration ask(LaunchIntent intent) {
        int left = most - running();
        LaunchIntent.Ask ask = intent.ask();
        if (left <= 0) {
            refused.add(intent.token());
            return REFUSED;
        }
        if (ask.count() <= left) {
            return super.ask(intent);
        }
        clipped.add(intent.token());
        LaunchIntent.Ask granted = new LaunchIntent.Ask(ask.source(), ask.pool(), left);
        return super.ask(new LaunchIntent(intent.token(), intent.template(), granted, intent.at()));
    }

    @Override
    public LaunchReply launch(LaunchRequest request) {
        UUID token = request.owner().intent();
        if (refused.contains(token)) {
            return LaunchReply.refused(REACHED);
        }
        LaunchReply reply = super.launch(request);
        if (!clipped.contains(token)) {
            return reply;
        }
        List<Refusal> refusals = new ArrayList<>(reply.refusals());
        refusals.add(REACHED);
        return new LaunchReply(reply.instances(), refusals);
    }

    private int running() {
        try {
            return list(new UUID(0, 0)).instances().size();
        } catch (ProviderException e) {
            throw new IllegalStateException(e);
        }
    }
}
