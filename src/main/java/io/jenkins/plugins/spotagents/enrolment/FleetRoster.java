package io.jenkins.plugins.spotagents.enrolment;

import io.spotagents.enrolment.Roster;
import io.spotagents.enrolment.Site;
import io.spotagents.fleet.Arrivals;
import io.spotagents.fleet.FleetStatus;
import io.spotagents.fleet.LaunchIntent;
import io.spotagents.fleet.Member;
import io.spotagents.model.Offer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Who may call, as the loop knows it: made anew after each of its steps, when somebody first asks.
 * Safe to use from any thread.
 */
public final class FleetRoster implements Supplier<Roster> {

    private final UUID controller;
    private final Supplier<FleetStatus> status;
    private volatile Made made;

    /**
     * @param status the same object until the loop's next step
     */
    public FleetRoster(UUID controller, Supplier<FleetStatus> status) {
        this.controller = controller;
        this.status = status;
        this.made = make(status.get());
    }

    @Override
    public Roster get() {
        FleetStatus now = status.get();
        Made last = made;
        if (last.from() != now) {
            last = make(now);
            made = last;
        }
        return last.roster();
    }

    private Made make(FleetStatus from) {
        Map<String, Set<Site>> sites = new HashMap<>();
        from.market().offersBySource().forEach((source, offers) -> add(sites, source, offers));
        Map<String, Roster.Expected> expected = new HashMap<>();
        for (Member member : from.members()) {
            add(sites, member.source(), Site.of(member.instance().pool().place()));
            Instant deadline = member.instance().launchedAt().plus(from.arrivals().boot());
            expected.put(member.id(), new Roster.Expected(member.instance(), deadline));
        }
        Set<Site> growing = growing(from.arrivals(), sites);
        Set<Site> all = new HashSet<>(growing);
        sites.values().forEach(all::addAll);
        return new Made(from, new Roster(controller, all, growing, expected));
    }

    /** What a source that has not told yet has is known from its agents and offers alone. */
    private static Set<Site> growing(Arrivals arrivals, Map<String, Set<Site>> sites) {
        Set<Site> growing = new HashSet<>();
        for (LaunchIntent intent : arrivals.open()) {
            growing.add(Site.of(intent.ask().pool().place()));
        }
        arrivals.unheard().forEach(source -> growing.addAll(sites.getOrDefault(source, Set.of())));
        return growing;
    }

    private static void add(Map<String, Set<Site>> sites, String source, List<Offer> offers) {
        offers.forEach(offer -> add(sites, source, Site.of(offer.pool().place())));
    }

    private static void add(Map<String, Set<Site>> sites, String source, Site site) {
        sites.computeIfAbsent(source, any -> new HashSet<>()).add(site);
    }

    private record Made(FleetStatus from, Roster roster) {}
}
