package io.spotagents.fleet;

import io.spotagents.cost.LedgerBook;
import io.spotagents.model.TemplateKey;
import io.spotagents.ready.ReadyTerms;
import io.spotagents.ready.RecentDemand;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many agents each template keeps ready, and since when those that are kept would otherwise
 * have been ended. Recent demand begins anew at a restart. Not thread-safe: the loop owns it.
 */
final class Readiness {

    /** As often as what it costs is written down; a crash loses so much of it. */
    static final Duration WRITTEN_EVERY = Duration.ofMinutes(1);

    private final UsualTimes usual;
    private final LedgerBook ledger;
    private final Map<TemplateKey, RecentDemand> demands = new HashMap<>();
    private final Map<TemplateKey, Look> looks = new HashMap<>();
    private final SortedMap<TemplateKey, ReadyStanding> standings = new TreeMap<>();
    private final Map<String, Instant> countedUntil = new HashMap<>();

    Readiness(UsualTimes usual, LedgerBook ledger) {
        this.usual = usual;
        this.ledger = ledger;
    }

    /** What a template's demand asked for in one minute. */
    private record Look(long minute, ReadyTerms terms, int agents) {}

    /** The view, with agents to keep ready. */
    FleetView applied(FleetView view) {
        standings.clear();
        view.templates().values().stream()
                .filter(template -> !template.ready().equals(ReadyTerms.NONE))
                .forEach(template -> standings.put(template.key(), standing(view, template)));
        demands.keySet().retainAll(standings.keySet());
        looks.keySet().retainAll(standings.keySet());
        Map<TemplateKey, Integer> agents = new HashMap<>();
        standings.forEach((key, standing) -> agents.put(key, standing.wanted()));
        return view.withReady(agents);
    }

    /** How it stood in the last view, with each template that keeps any ready. */
    List<ReadyStanding> standings() {
        return List.copyOf(standings.values());
    }

    private ReadyStanding standing(FleetView view, Template template) {
        TemplateKey key = template.key();
        List<Member> own = new Wants(view, template).members().toList();
        int busy = own.stream().mapToInt(one -> one.work().busyExecutors()).sum();
        demands.computeIfAbsent(key, one -> new RecentDemand())
                .wanted(busy + view.waiting(template).executors(), view.now());
        int scheduled = template.ready().schedule().agents(view.now());
        int recent = recent(template, view.now());
        int there = (int) own.stream().filter(Readiness::isReady).count();
        int wanted = Math.min(template.maxInstances(), Math.max(scheduled, recent));
        return new ReadyStanding(key, scheduled, recent, wanted, there);
    }

    private static boolean isReady(Member member) {
        return Wants.isThere(member) && member.work().busyExecutors() == 0;
    }

    /** Looked at once a minute, which is as fine as it is known. */
    private int recent(Template template, Instant now) {
        ReadyTerms terms = template.ready();
        long minute = Math.floorDiv(now.getEpochSecond(), 60);
        Look last = looks.get(template.key());
        if (last != null && last.minute == minute && last.terms.equals(terms)) {
            return last.agents;
        }
        int executors =
                demands.get(template.key())
                        .ready(terms.fillRate(), terms.window(), usual.boot(template.key()), now);
        int agents = (executors + template.executors() - 1) / template.executors();
        int recent = Math.min(terms.most(), agents);
        looks.put(template.key(), new Look(minute, terms, recent));
        return recent;
    }

    /** Writes down how long instances are kept that would otherwise have been ended. */
    void count(FleetView view) {
        Map<String, Instant> since = new HashMap<>();
        for (String id : KeptReady.of(view)) {
            Member member = view.instances().members().get(id);
            Duration idle = view.templates().get(member.template()).lifetime().idle();
            Instant from = member.work().idleSince().orElse(view.now());
            since.put(id, member.work().hasWorked() ? from.plus(idle) : from);
        }
        List<String> over =
                countedUntil.keySet().stream().filter(id -> !since.containsKey(id)).toList();
        over.forEach(id -> write(id, countedUntil.remove(id), view.now()));
        since.forEach((id, from) -> countedUntil.merge(id, from, Readiness::later));
        countedUntil.replaceAll(
                (id, until) -> {
                    boolean isDue = !until.plus(WRITTEN_EVERY).isAfter(view.now());
                    if (isDue) {
                        write(id, until, view.now());
                    }
                    return isDue ? view.now() : until;
                });
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void write(String id, Instant from, Instant until) {
        if (from.isBefore(until)) {
            ledger.find(id)
                    .map(entry -> entry.withReady(Duration.between(from, until)))
                    .ifPresent(ledger::put);
        }
    }
}
