package io.spotagents.fleet;

import io.spotagents.provider.Refusal;
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
import java.util.logging.Logger;

/**
 * Launches whose outcome is not known yet; a crash forgets none, as the journal holds them. Not
 * thread-safe: the loop owns it.
 */
final class Launches {

    private static final Logger LOGGER = Logger.getLogger(Launches.class.getName());

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

    /** Whether nobody can tell what came of a launch; what was refused is written to the log. */
    boolean isOutcomeUnknown(FleetEvent.LaunchAnswered answer) {
        LaunchIntent.Ask ask = answer.intent().ask();
        for (Refusal refusal : answer.reply().refusals()) {
            LOGGER.info(
                    () -> ask.source() + " refused instances of " + ask.pool() + ": " + refusal);
        }
        boolean isUnknown =
                answer.reply().instances().isEmpty()
                        && answer.reply().refusals().stream()
                                .anyMatch(one -> one.kind() == Refusal.Kind.OUTCOME_UNKNOWN);
        if (isUnknown) {
            lostReply(answer.intent().token());
        }
        return isUnknown;
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
