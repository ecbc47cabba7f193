package io.spotagents.fleet;

import io.spotagents.cost.Budget;
import io.spotagents.cost.LedgerBook;
import io.spotagents.market.MarketSnapshot;
import io.spotagents.market.ObservationBook;
import io.spotagents.model.Pool;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.Provider;
import io.spotagents.selection.Outlook;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.logging.Logger;

/**
 * What the loop knows, brought up to date by events. Not thread-safe: the loop owns it. It starts
 * empty: instances are learned from listings, open launches from the journal.
 */
final class FleetState implements FleetEvent.Reader {

    private static final Logger LOGGER = Logger.getLogger(FleetState.class.getName());

    private final InstantSource time;
    private final FleetTimings.Patience patience;
    private final Launches launches;
    private final Billing billing;
    private final UsualTimes usual;
    private final Agents agents;
    private final Experience experience;
    private final Instant begun;

    private final SortedMap<TemplateKey, Template> templates = new TreeMap<>();
    private final SortedMap<String, Provider> sources = new TreeMap<>();
    private final Members members = new Members();
    private final OfferShelf offers = new OfferShelf();
    private final Accounts accounts;
    private final SpotWatch spots = new SpotWatch();
    private final Troubles troubles = new Troubles();
    private final Set<String> toList = new HashSet<>();
    private final Unheard unheard;
    private Map<TemplateKey, Waiting> demand = Map.of();
    private Map<String, Budget> cloudBudgets = Map.of();
    private boolean confirmed;
    private boolean isConfigured;
    private Refit refit = Refit.NONE_YET;

    FleetState(
            InstantSource time, FleetTimings timings, Kept kept, UsualTimes usual, Agents agents) {
        this.time = time;
        this.patience = timings.patience();
        this.unheard = new Unheard(timings.polling().callDeadline());
        this.launches = new Launches(kept.journal());
        this.accounts = new Accounts(timings.patience().lag());
        this.usual = usual;
        this.agents = agents;
        this.begun = time.instant();
        this.experience = new Experience(timings.coolDown(), kept.observations(), begun);
        this.billing = new Billing(kept.ledger(), experience::granularity);
        launches.open().forEach(experience::asked);
    }

    /** What outlives a crash. */
    record Kept(IntentJournal journal, LedgerBook ledger, ObservationBook observations) {}

    FleetView view() {
        Instant now = time.instant();
        FreeCommitments.Free free = accounts.paidFor().at(now, members.all(), launches.open());
        experience.free(free);
        MarketSnapshot market = new MarketSnapshot(now, offers.with(free, now));
        QuotaRoom room = accounts.quotas().at(now, members.all(), launches.open());
        Outlook outlook = troubles.seenBy(experience.at(now, members.all(), launches.open(), room));
        Set<String> silent = troubles.silent();
        FleetView.Control control =
                new FleetView.Control(begun, confirmed, unheard.at(now), silent, sources.keySet());
        return new FleetView(
                now,
                new TreeMap<>(templates),
                new FleetView.Instances(members.copy(), launches.open(), control),
                demand,
                Map.of(),
                new FleetView.Market(
                        market,
                        outlook,
                        free,
                        room,
                        spots.at(now, templates.values(), demand, market, outlook)),
                Map.of());
    }

    /** Budgets of clouds, by name. */
    Map<String, Budget> cloudBudgets() {
        return cloudBudgets;
    }

    /** Before it is known what is configured, every instance would look as if nobody wanted it. */
    boolean isConfigured() {
        return isConfigured;
    }

    SortedMap<String, Provider> sources() {
        return sources;
    }

    /** How much of what was paid for is used, by source. */
    SortedMap<String, CommitmentUse> commitmentUse() {
        return accounts.paidFor().use();
    }

    /** The last fit of the hazard model. */
    Refit refit() {
        return refit;
    }

    Map<String, String> troubles() {
        return troubles.bySource();
    }

    /** Sources that something happened in which a listing would settle; asking forgets them. */
    Set<String> takeSourcesToList() {
        Set<String> taken = Set.copyOf(toList);
        toList.clear();
        return taken;
    }

    /** A launch that has not answered in time may have happened: a listing has to tell. */
    void giveUpCallsBefore(Instant deadline) {
        for (LaunchIntent intent : launches.open()) {
            if (intent.at().isBefore(deadline) && launches.lostReply(intent.token())) {
                toList.add(intent.ask().source());
            }
        }
    }

    void launching(LaunchIntent intent) {
        launches.begin(intent);
        experience.asked(intent);
    }

    /** Writes down what pools did since the last time. */
    void keepObservations() {
        experience.keep();
    }

    void draining(String instanceId, Agents.Drain drain) {
        members.change(instanceId, member -> member.with(member.leaving().draining(drain)));
    }

    void endAsked(String instanceId) {
        members.change(
                instanceId, member -> member.with(member.leaving().endAskedAt(time.instant())));
    }

    @Override
    public void configured(FleetEvent.Configured event) {
        isConfigured = true;
        templates.clear();
        event.templates().forEach(template -> templates.put(template.key(), template));
        unheard.configured(sources.keySet(), event.sources().keySet(), time.instant());
        sources.clear();
        sources.putAll(event.sources());
        cloudBudgets = event.cloudBudgets();
        offers.retain(sources.keySet());
        accounts.retain(sources.keySet());
        troubles.retain(sources.keySet());
        toList.addAll(sources.keySet());
        experience.configured(sources);
    }

    @Override
    public void demandChanged(FleetEvent.DemandChanged event) {
        demand = event.waiting();
    }

    @Override
    public void noticed(FleetEvent.Noticed event) {
        Member member = members.get(event.notice().instanceId());
        if (member == null) {
            return;
        }
        experience.noticed(member, event.notice(), members.others(member), time.instant());
        members.change(
                member.id(),
                known -> known.with(known.leaving().noticed(event.notice().deadline())));
    }

    @Override
    public void agentKnown(FleetEvent.AgentKnown event) {
        Instance instance = event.instance();
        // It had an agent, so its provider has listed it long since: if it is absent now, it is
        // gone.
        Member told = Member.of(instance, event.source()).seenAt(instance, instance.launchedAt());
        Member known = members.find(instance.id()).orElse(told);
        members.put(known.with(known.work().awaitedSince(time.instant())));
    }

    @Override
    public void agentWorks(FleetEvent.AgentWorks event) {
        members.change(
                event.instanceId(),
                member -> {
                    confirmed = confirmed || member.instance().launchedAt().isBefore(begun);
                    usual.booted(member, time.instant())
                            .ifPresent(took -> experience.booted(member, took, time.instant()));
                    Member.Work.Busy busy =
                            new Member.Work.Busy(event.busyExecutors(), event.onLastTry());
                    return member.with(member.work().reported(busy, time.instant()));
                });
    }

    @Override
    public void agentDrained(FleetEvent.AgentDrained event) {
        members.change(
                event.instanceId(),
                member ->
                        member.with(member.work().reported(Member.Work.Busy.NONE, time.instant()))
                                .with(member.leaving().afterDrain()));
    }

    @Override
    public void agentDisconnected(FleetEvent.AgentDisconnected event) {
        members.change(
                event.instanceId(),
                member -> {
                    toList.add(member.source());
                    return member.with(member.work().disconnectedAt(time.instant()));
                });
    }

    @Override
    public void workLost(FleetEvent.WorkLost event) {
        billing.lost(event.instanceId(), event.work());
    }

    @Override
    public void workDone(FleetEvent.WorkDone event) {
        Member member = members.get(event.instanceId());
        if (member != null) {
            experience.worked(member, event.work(), event.took(), time.instant());
            usual.worked(member.template(), event.took());
            members.change(member.id(), one -> one.with(one.work().afterWork()));
        }
    }

    @Override
    public void instanceAtRisk(FleetEvent.InstanceAtRisk event) {
        members.find(event.instanceId())
                .ifPresent(it -> atRisk(it.source(), it.instance().pool(), event.at()));
    }

    @Override
    public void instanceLeaving(FleetEvent.InstanceLeaving event) {
        members.find(event.instanceId()).ifPresent(member -> toList.add(member.source()));
    }

    @Override
    public void poolAtRisk(FleetEvent.PoolAtRisk event) {
        if (sources.containsKey(event.source())) {
            atRisk(event.source(), event.pool(), event.at());
        }
    }

    @Override
    public void launchAnswered(FleetEvent.LaunchAnswered event) {
        LaunchIntent intent = event.intent();
        LaunchIntent.Ask ask = intent.ask();
        experience.answered(ask, event.reply(), time.instant());
        event.reply().instances().forEach(instance -> join(instance, ask.source()));
        if (launches.isOutcomeUnknown(event)) {
            toList.add(ask.source());
        } else {
            settled(intent.token());
        }
    }

    @Override
    public void listed(FleetEvent.Listed event) {
        if (!sources.containsKey(event.source())) {
            return;
        }
        troubles.heard(event.source());
        unheard.heard(event.source());
        Set<UUID> tokens = new HashSet<>();
        for (Instance instance : event.listing().instances()) {
            tokens.add(instance.owner().intent());
            join(instance, event.source());
            members.change(instance.id(), member -> member.seenAt(instance, event.askedAt()));
            members.find(instance.id()).ifPresent(one -> experience.seenUp(one, event.askedAt()));
        }
        members.missingIn(event, patience.lag()).forEach(this::gone);
        billing.closeForgotten(sight(), time.instant());
        for (LaunchIntent intent : launches.settledBy(event, tokens, patience.lag())) {
            settled(intent.token());
            experience.lookedFor(intent.ask(), tokens.contains(intent.token()));
        }
    }

    @Override
    public void offered(FleetEvent.Offered event) {
        if (sources.containsKey(event.source())) {
            offers.put(event.source(), event.offers());
            billing.offered(members.of(event.source()), event.offers(), time.instant());
        }
    }

    @Override
    public void signaled(FleetEvent.Signaled event) {
        if (sources.containsKey(event.source())) {
            event.signals()
                    .forEach(one -> experience.signaled(event.source(), one, time.instant()));
        }
    }

    @Override
    public void paidForTold(FleetEvent.PaidForTold event) {
        if (sources.containsKey(event.source())) {
            accounts.paidFor().told(event.source(), event.paid());
        }
    }

    @Override
    public void quotasTold(FleetEvent.QuotasTold event) {
        if (sources.containsKey(event.source())) {
            accounts.quotas().told(event.source(), event.quotas());
        }
    }

    @Override
    public void refitted(FleetEvent.Refitted event) {
        refit = event.refit();
        experience.predictBy(refit.fitted().weights());
    }

    @Override
    public void endAccepted(FleetEvent.EndAccepted event) {
        toList.add(event.source());
    }

    @Override
    public void callFailed(FleetEvent.CallFailed event) {
        if (event.call() == FleetEvent.Call.LIST) {
            unheard.heard(event.source());
        }
        troubles.failed(event);
    }

    /** A pool is taken back as one, so what is signaled of one instance holds for all there. */
    private void atRisk(String source, Pool pool, Instant at) {
        List<String> there = members.in(source, pool);
        boolean isNews = experience.atRisk(source, pool, at, time.instant());
        if (isNews) {
            LOGGER.info(() -> pool + " of " + source + " is at more risk, its cloud says");
            there.forEach(id -> members.change(id, one -> one.with(one.leaving().atRiskSince(at))));
        }
    }

    private void join(Instance instance, String source) {
        if (members.has(instance.id()) || instance.state() == InstanceState.ENDING) {
            return; // known already, or goes anyway
        }
        Member member = Member.of(instance, source);
        members.put(member);
        billing.enter(member, offers.told(source));
        Template template = templates.get(instance.owner().template());
        if (template != null) {
            agents.prepare(member, template);
        }
    }

    private void gone(Member member) {
        members.remove(member.id());
        billing.ended(member.id(), time.instant());
        Pool pool = member.instance().pool();
        boolean expected = member.leaving().endAsked().isPresent();
        experience.gone(member, members.others(member), time.instant());
        String reason = expected ? "ended" : "gone without being ended, most likely reclaimed";
        LOGGER.info(() -> member.id() + " of " + pool + ": " + reason);
        agents.remove(member.id(), reason);
    }

    private Billing.Sight sight() {
        Set<String> unclear = new HashSet<>(unheard.at(time.instant()));
        unclear.addAll(troubles.bySource().keySet());
        sources.keySet().stream().filter(one -> offers.told(one).isEmpty()).forEach(unclear::add);
        return new Billing.Sight(members::has, offers::accounts, unclear, begun);
    }

    private void settled(UUID token) {
        launches.settled(token).ifPresent(intent -> experience.settled(intent.ask()));
    }
}
