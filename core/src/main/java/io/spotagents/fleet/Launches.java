package io.spotagents.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Launches whose outcome is not known yet; a crash forgets none, as the journal holds them. Not
 * thread-safe: the loop owns it.
 */
final class Launches {

    private final IntentJournal journal;
    private final Map<UUID, LaunchIntent> open = new LinkedHashMap<>();
    private final Set<UUID> unknown = new HashSet<>();

    Launches(IntentJournal journal) {
        this.journal = journal;
        for (LaunchIntent intent : journal.open()) {
            open.put(intent.token(), intent);
            unknown.add(intent.token());
        }
    }

    List<LaunchIntent> open() {
        return List.copyOf(open.values());
    }

    void begin(LaunchIntent intent) {
        journal.opened(intent);
        open.put(intent.token(), intent);
    }

    /** Its reply was lost, or may come no more: a listing has to tell. False if that is known. */
    boolean lostReply(UUID token) {
        return unknown.add(token);
    }

    /** The intent, if it was open. */
    Optional<LaunchIntent> settled(UUID token) {
        journal.closed(token);
        unknown.remove(token);
        return Optional.ofNullable(open.remove(token));
    }

    /**
     * Lost replies that a listing settles: their instances tell by their tags, or there are none.
     */
    List<LaunchIntent> settledBy(FleetEvent.Listed event, Set<UUID> tokens, Duration lag) {
        List<LaunchIntent> settled = new ArrayList<>();
        for (LaunchIntent intent : open.values()) {
            boolean asked =
                    unknown.contains(intent.token())
                            && intent.ask().source().equals(event.source());
            Instant listedBy = intent.at().plus(lag);
            if (asked && (tokens.contains(intent.token()) || !listedBy.isAfter(event.askedAt()))) {
                settled.add(intent);
            }
        }
        return settled;
    }
}
