package io.spotagents.fleet;

import io.spotagents.model.TemplateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long instances of a template usually boot, and how long its work usually takes, as a forecast
 * of money needs it: what nine of the last ten did not exceed. Until enough was seen, what is usual
 * elsewhere. Begins anew at a restart. Not thread-safe: the loop owns it.
 */
final class UsualTimes {

    /** Of work whose duration nobody knows. */
    static final Duration UNKNOWN_WORK = Duration.ofMinutes(30);

    /** From a launch until the agent works, of which nobody has yet told how long it takes. */
    static final Duration BOOT = Duration.ofSeconds(200);

    /** Fewer tell too little: one slow disk would count as the rule. */
    static final int ENOUGH = 5;

    /** A new image or another kind of work shows soon. */
    private static final int REMEMBERED = 50;

    private static final double SHARE = 0.9;

    private final Map<TemplateKey, Deque<Duration>> boots = new HashMap<>();
    private final Map<TemplateKey, Deque<Duration>> works = new HashMap<>();
    private final Map<TemplateKey, Duration> estimates = new HashMap<>();

    /** An agent spoke. How long its instance took to boot, if this is what it did until now. */
    Optional<Duration> booted(Member member, Instant now) {
        Duration took = Duration.between(member.instance().launchedAt(), now);
        boolean isFirst = !member.work().wasOnline() && member.work().awaited().isEmpty();
        if (!isFirst || took.isNegative()) {
            return Optional.empty();
        }
        add(boots, member.template(), took);
        return Optional.of(took);
    }

    /** Work of a template was done, whole and alone. */
    void worked(TemplateKey template, Duration took) {
        add(works, template, took);
    }

    /** What is known of the work that waits: better than what other work of the template took. */
    void estimated(TemplateKey template, Duration work) {
        estimates.put(template, work);
    }

    /** Forgets all other templates. */
    void retain(Collection<TemplateKey> templates) {
        boots.keySet().retainAll(templates);
        works.keySet().retainAll(templates);
        estimates.keySet().retainAll(templates);
    }

    /** From the launch until the agent is there. */
    Duration boot(TemplateKey template) {
        return most(boots.get(template)).orElse(BOOT);
    }

    /** Of a piece of work. */
    Duration work(TemplateKey template) {
        return Optional.ofNullable(estimates.get(template))
                .or(() -> most(works.get(template)))
                .orElse(UNKNOWN_WORK);
    }

    /** A clock that was set back teaches nothing. */
    private static void add(
            Map<TemplateKey, Deque<Duration>> all, TemplateKey template, Duration took) {
        if (took.isNegative()) {
            return;
        }
        Deque<Duration> seen = all.computeIfAbsent(template, key -> new ArrayDeque<>());
        seen.addLast(took);
        if (seen.size() > REMEMBERED) {
            seen.removeFirst();
        }
    }

    private static Optional<Duration> most(Deque<Duration> seen) {
        if (seen == null || seen.size() < ENOUGH) {
            return Optional.empty();
        }
        return seen.stream().sorted().skip((long) Math.ceil(SHARE * seen.size()) - 1).findFirst();
    }
}
