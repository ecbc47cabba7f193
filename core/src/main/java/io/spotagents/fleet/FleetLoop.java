package io.spotagents.fleet;

import io.spotagents.cost.LedgerBook;
import io.spotagents.cost.SpendingBook;
import io.spotagents.deadline.CheapestInTime;
import io.spotagents.deadline.DeadlinePolicy;
import io.spotagents.market.MarketSnapshot;
import io.spotagents.market.ObservationBook;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Provider;
import io.spotagents.selection.Plan;
import io.spotagents.selection.SelectionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one loop of a controller: events in, decide, carry out. It plans all templates together and
 * starts from what exists, so any step may be repeated.
 *
 * <p>{@link #post} and {@link #status} are for any thread. Everything else belongs to one owner:
 * {@link FleetDriver} in production, the test or the simulator in virtual time.
 */
public final class FleetLoop implements FleetAction.Actor {

    private static final Logger LOGGER = Logger.getLogger(FleetLoop.class.getName());

    private final BlockingQueue<FleetEvent> events = new LinkedBlockingQueue<>();
    private final InstantSource time;
    private final Supplier<UUID> tokens;
    private final UUID controller;
    private final FleetTimings timings;
    private final FleetState state;
    private final FleetPlanner planner;
    private final Budgets budgets;
    private final Agents agents;
    private final Calls calls;

    /** The name of the threads that weights are fitted on; no source is called like this. */
    static final String REFITTING = "refit";

    private static final Duration REFIT_EVERY = Duration.ofDays(1);

    private final ObservationBook observations;
    private @Nullable Instant refittedAt;
    private final Map<String, Instant> listedAt = new HashMap<>();
    private final Map<String, Instant> offersReadAt = new HashMap<>();
    private final SortedMap<TemplateKey, Plan> plans = new TreeMap<>();
    private volatile FleetStatus status;

    /**
     * @param outside time, tokens and threads
     * @param kept what outlives a crash
     */
    public FleetLoop(
            Outside outside,
            Kept kept,
            SelectionPolicy policy,
            FleetTimings timings,
            Agents agents) {
        this(outside, kept, new Deciding(policy, new CheapestInTime()), timings, agents);
    }

    /**
     * With another way to keep deadlines than the usual one.
     *
     * @param outside time, tokens and threads
     * @param kept what outlives a crash
     */
    public FleetLoop(
            Outside outside, Kept kept, Deciding deciding, FleetTimings timings, Agents agents) {
        this.time = outside.time();
        this.tokens = outside.tokens();
        this.controller = kept.controller();
        this.timings = timings;
        SpendingBook ledger = new SpendingBook(kept.ledger());
        UsualTimes usual = new UsualTimes();
        this.budgets = new Budgets(ledger, usual);
        this.state =
                new FleetState(
                        time,
                        timings,
                        new FleetState.Kept(kept.journal(), ledger, kept.observations()),
                        usual,
                        agents);
        this.planner = new FleetPlanner(deciding, timings.patience());
        this.agents = agents;
        this.observations = kept.observations();
        this.calls = new Calls(outside.executors(), this::post);
        this.status = emptyStatus();
    }

    /**
     * What the loop gets from outside, so that a simulator can be the outside.
     *
     * @param tokens makes launch tokens that never repeat
     * @param executors the threads that a source's provider is called on; bounded, one for each
     *     source
     */
    public record Outside(
            InstantSource time, Supplier<UUID> tokens, Function<String, Executor> executors) {}

    /** What pools are chosen by, and what work with a deadline runs on. */
    public record Deciding(SelectionPolicy policy, DeadlinePolicy deadlines) {}

    /**
     * What outlives a crash.
     *
     * @param controller this controller's id, the same for ever
     */
    public record Kept(
            UUID controller,
            IntentJournal journal,
            LedgerBook ledger,
            ObservationBook observations) {}

    /** Hands in an event and wakes the loop. Returns at once. */
    public void post(FleetEvent event) {
        events.add(event);
    }

    /** What was known after the last step. */
    public FleetStatus status() {
        return status;
    }

    /** Waits for an event, at most so long. */
    void await(Duration longest) throws InterruptedException {
        FleetEvent first = events.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            read(first);
        }
    }

    /** Reads what happened, asks what is due, decides and carries out. Repeat freely. */
    public void step() {
        readEvents();
        if (!state.isConfigured()) {
            return;
        }
        askWhatIsDue();
        readEvents();
        FleetView seen = state.view();
        Budgets.Look money = budgets.look(seen, state.cloudBudgets());
        FleetPlanner.Decision decision = planner.decide(seen.with(money.allowances()));
        tellNewPlans(decision.plans());
        for (FleetAction action : decision.actions()) {
            LOGGER.fine(() -> action + " because " + action.reason());
            action.carryOut(this);
        }
        state.keepObservations();
        FleetView view = state.view();
        status =
                new FleetStatus(
                        view.now(),
                        List.copyOf(view.instances().members().values()),
                        new Arrivals(
                                view.instances().launching(),
                                view.instances().control().unheard(),
                                timings.patience().boot()),
                        plans,
                        view.market().snapshot(),
                        state.commitmentUse(),
                        state.refit(),
                        state.troubles(),
                        money.standings(),
                        view.reclaimsPerHour());
    }

    @Override
    public void launch(FleetAction.Launch action) {
        Provider provider = state.sources().get(action.ask().source());
        if (provider == null) {
            return; // the next step plans without this source
        }
        LaunchIntent intent =
                new LaunchIntent(tokens.get(), action.template(), action.ask(), time.instant());
        state.launching(intent);
        LOGGER.info(
                () ->
                        "Asking for "
                                + action.ask().count()
                                + " of "
                                + action.ask().pool()
                                + " for "
                                + action.template()
                                + ": "
                                + action.reason());
        calls.launch(provider, intent, controller, timings.patience().boot());
    }

    @Override
    public void drain(FleetAction.Drain action) {
        state.draining(action.instanceId(), action.drain());
        LOGGER.info(() -> "Draining " + action.instanceId() + ": " + action.reason());
        agents.drain(action.instanceId(), action.drain());
    }

    @Override
    public void end(FleetAction.End action) {
        action.instanceIds().forEach(state::endAsked);
        action.instanceIds().forEach(id -> agents.remove(id, action.reason()));
        LOGGER.info(() -> "Ending " + action.instanceIds() + ": " + action.reason());
        Provider provider = state.sources().get(action.source());
        if (provider != null) {
            calls.end(action.source(), provider, action.instanceIds());
        } else {
            LOGGER.warning(() -> cannotEnd(action));
        }
    }

    private static String cannotEnd(FleetAction.End action) {
        return "Instances %s cannot be ended from here, as their source %s is not configured. Their"
                        .formatted(action.instanceIds(), action.source())
                + " agents are disconnected, so each shuts itself down when its lease ends, as far"
                + " as its cloud lets it. Add the source again to have them ended now, or end them"
                + " in the cloud's own console; until then they may cost";
    }

    private void readEvents() {
        for (FleetEvent event = events.poll(); event != null; event = events.poll()) {
            read(event);
        }
    }

    /** A broken event is skipped: it must not keep the others from being read. */
    private void read(FleetEvent event) {
        try {
            event.readBy(state);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Skipping an event that cannot be read: " + event);
        }
    }

    private void askWhatIsDue() {
        Instant now = time.instant();
        if (isDue(refittedAt, REFIT_EVERY, now)) {
            refittedAt = now;
            calls.refit(REFITTING, observations);
        }
        state.giveUpCallsBefore(now.minus(timings.polling().callDeadline()));
        for (String source : state.takeSourcesToList()) {
            listedAt.remove(source);
        }
        state.sources()
                .forEach(
                        (source, provider) -> {
                            if (isDue(offersReadAt.get(source), timings.polling().offers(), now)) {
                                offersReadAt.put(source, now);
                                calls.offers(source, provider);
                            }
                            if (isDue(listedAt.get(source), timings.polling().list(), now)) {
                                listedAt.put(source, now);
                                calls.list(source, provider, controller, now);
                            }
                        });
    }

    private static boolean isDue(@Nullable Instant last, Duration every, Instant now) {
        return last == null || !last.plus(every).isAfter(now);
    }

    /** What nobody wants any more is missing no more. */
    private void tellNewPlans(SortedMap<TemplateKey, Plan> decided) {
        plans.values()
                .removeIf(
                        plan ->
                                plan.unmet() > 0
                                        && !decided.containsKey(plan.request().template()));
        decided.forEach(
                (template, plan) -> {
                    Plan before = plans.put(template, plan);
                    if (isNewTrouble(plan, before)) {
                        LOGGER.info(plan::explained);
                    }
                });
    }

    private static boolean isNewTrouble(Plan plan, @Nullable Plan before) {
        boolean isTrouble = plan.unmet() > 0 && plan.picks().isEmpty(); // or it awaits an answer
        if (!isTrouble || before == null) {
            return isTrouble;
        }
        Optional<String> held = plan.answer().heldBack();
        return held.isPresent()
                ? !held.equals(before.answer().heldBack())
                : before.unmet() != plan.unmet();
    }

    private FleetStatus emptyStatus() {
        return new FleetStatus(
                time.instant(),
                List.of(),
                new Arrivals(List.of(), Set.of(), timings.patience().boot()),
                Map.of(),
                MarketSnapshot.of(time.instant(), Map.of()),
                new TreeMap<>(),
                Refit.NONE_YET,
                Map.of(),
                List.of(),
                Map.of());
    }
}
