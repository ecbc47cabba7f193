package io.spotagents.provider.cloud;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** The last so many tokens that were used. Safe to use from any thread. */
public final class RecentTokens {

    private final int most;
    private final Set<UUID> tokens = new LinkedHashSet<>();

    public RecentTokens(int most) {
        this.most = most;
    }

    public synchronized boolean holds(UUID token) {
        return tokens.contains(token);
    }

    public synchronized void add(UUID token) {
        tokens.add(token);
        if (tokens.size() > most) {
            tokens.remove(tokens.iterator().next());
        }
    }
}
