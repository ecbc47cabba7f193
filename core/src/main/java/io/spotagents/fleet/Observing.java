package io.spotagents.fleet;

import io.spotagents.market.Observation;
import io.spotagents.market.ObservationBook;
import io.spotagents.model.Pool;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.Refusal;
import io.spotagents.reclaim.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes down what pools did. It waits with writing until it is told to keep, so that no
 * replacement waits for the disk, and a reclaim of hundreds is one write; a crash costs what was
 * seen since. Not thread-safe: the loop owns it.
 */
final class Observing {

    private static final Logger LOGGER = Logger.getLogger(Observing.class.getName());

    /** Most observations that wait for a book that cannot be written; the oldest give way. */
    static final int MOST_WAITING = 10_000;

    private final ObservationBook book;
    private final ArrayDeque<Observation> waiting = new ArrayDeque<>();
    private final Map<String, Instant> noticedAt = new HashMap<>();
    private boolean isBookBroken;

    Observing(ObservationBook book) {
        this.book = book;
    }

    /** One observation for each answer: of several refusals, the first is the reason. */
    void launchAnswered(LaunchIntent.Ask ask, LaunchReply reply, Instant now) {
        Observation.Seen seen = new Observation.Seen(ask.source(), ask.pool(), now);
        int granted = reply.instances().size();
        if (granted >= ask.count()) {
            add(new Observation.Granted(seen, granted));
            return;
        }
        Observation.Shortfall why =
                reply.refusals().stream()
                        .findFirst()
                        .map(refusal -> shortfall(refusal.kind()))
                        .orElse(Observation.Shortfall.OUTCOME_UNKNOWN);
        add(
                granted > 0
                        ? new Observation.PartlyGranted(seen, ask.count(), granted, why)
                        : new Observation.Refused(seen, ask.count(), why));
    }

    /** Of several notices for one instance only the first is new. */
    void noticed(Member member, Notice notice, Instant now) {
        if (noticedAt.putIfAbsent(member.id(), now) != null) {
            return;
        }
        Duration lead = Duration.between(notice.noticedAt(), notice.deadline());
        add(new Observation.Noticed(seen(member, now), teller(notice.source()), notNegative(lead)));
    }

    void worked(Member member, String work, Duration took, Instant now) {
        add(new Observation.Worked(seen(member, now), work, took));
    }

    void booted(Member member, Duration took, Instant now) {
        add(new Observation.Booted(seen(member, now), took));
    }

    void atRisk(String source, Pool pool, Instant now) {
        add(new Observation.Rebalance(new Observation.Seen(source, pool, now)));
    }

    /**
     * An instance that ended. It counts as lost if it was noticed, even if we ended it before the
     * reclaim could: the reclaim is why.
     */
    void gone(Member member, Instant now) {
        Optional<Instant> noticed = Optional.ofNullable(noticedAt.remove(member.id()));
        boolean isLost = noticed.isPresent() || member.leaving().notice().isPresent();
        Duration lived = notNegative(Duration.between(member.instance().launchedAt(), now));
        if (!isLost && member.leaving().endAsked().isPresent()) {
            add(new Observation.Ended(seen(member, now), lived));
        } else {
            add(
                    new Observation.Lost(
                            seen(member, now),
                            lived,
                            noticed.map(at -> notNegative(Duration.between(at, now)))));
        }
    }

    /** Writes what was seen since the last time. What cannot be written waits for the next time. */
    void keep() {
        if (waiting.isEmpty()) {
            return;
        }
        try {
            book.observe(List.copyOf(waiting));
            waiting.clear();
            isBookBroken = false;
        } catch (RuntimeException e) {
            Level level = isBookBroken ? Level.FINE : Level.WARNING;
            isBookBroken = true;
            LOGGER.log(level, e, () -> waiting.size() + " observations wait to be written");
        }
    }

    private void add(Observation observation) {
        waiting.add(observation);
        if (waiting.size() > MOST_WAITING) {
            waiting.remove();
        }
    }

    private static Observation.Seen seen(Member member, Instant now) {
        return new Observation.Seen(member.source(), member.instance().pool(), now);
    }

    /** A clock went back in between, or a deadline had passed. */
    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static Observation.Shortfall shortfall(Refusal.Kind kind) {
        return switch (kind) {
            case NO_CAPACITY -> Observation.Shortfall.NO_CAPACITY;
            case QUOTA_REACHED -> Observation.Shortfall.QUOTA_REACHED;
            case THROTTLED -> Observation.Shortfall.THROTTLED;
            case NOT_ALLOWED -> Observation.Shortfall.NOT_ALLOWED;
            case INVALID_REQUEST -> Observation.Shortfall.INVALID_REQUEST;
            case OUTCOME_UNKNOWN -> Observation.Shortfall.OUTCOME_UNKNOWN;
        };
    }

    private static Observation.Teller teller(Notice.Source source) {
        return switch (source) {
            case AGENT -> Observation.Teller.AGENT;
            case CLOUD_EVENT -> Observation.Teller.CLOUD_EVENT;
            case LISTING -> Observation.Teller.LISTING;
            case SILENCE -> Observation.Teller.SILENCE;
        };
    }
}
