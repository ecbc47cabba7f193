package io.spotagents.fleet;

import io.spotagents.cost.BudgetStage;
import io.spotagents.deadline.Choice;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.selection.Pick;
import io.spotagents.selection.Plan;
import io.spotagents.selection.Request;
import io.spotagents.selection.SelectionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Decides what the fleet should do next: who drains, who is ended, what is launched. Pure: all it
 * knows stands in the view.
 */
final class FleetPlanner {

    private static final Predicate<Purchase> LASTS = purchase -> !purchase.isReclaimed();

    /** An end that was accepted is asked for again if the instance is still listed after this. */
    static final Duration END_AGAIN_AFTER = Duration.ofSeconds(20);

    /** For stopped work to save what it has: as long as the longest notice of a cloud. */
    static final Duration CLEANING_UP = Duration.ofMinutes(2);

    private final SelectionPolicy policy;
    private final Relief relief;
    private final Deadlines deadlines = new Deadlines();
    private final FleetTimings.Patience patience;

    FleetPlanner(SelectionPolicy policy, FleetTimings.Patience patience) {
        this.policy = policy;
        this.relief = new Relief(policy);
        this.patience = patience;
    }

    Decision decide(FleetView current) {
        SortedMap<TemplateKey, Choice> choices = deadlines.choices(current);
        FleetView view = Deadlines.applied(current, choices);
        List<FleetAction> actions = new ArrayList<>();
        view.instances().members().values().stream()
                .filter(Member::stays)
                .forEach(member -> whyDrain(view, member).ifPresent(actions::add));
        actions.addAll(stops(view));
        actions.addAll(surplusDrains(view));
        view.templates().values().stream()
                .filter(template -> view.allowance(template.key()).stage().admitsNew())
                .forEach(template -> actions.addAll(relief.drains(view, template)));
        actions.addAll(ends(view));
        SortedMap<TemplateKey, Plan> plans = new TreeMap<>();
        FleetView.Market market = view.market();
        policy.selectAll(requests(view, choices), market.snapshot(), market.outlook())
                .forEach(plan -> plans.put(plan.request().template(), plan));
        Takings takings = new Takings(market.free().taking(), market.quotas().taking());
        plans.values()
                .forEach(
                        plan ->
                                plan.picks()
                                        .forEach(
                                                pick ->
                                                        launch(plan, pick, takings)
                                                                .ifPresent(actions::add)));
        return new Decision(actions, plans);
    }

    /** What runs on a spent budget, also what was to finish: its work has to stop. */
    private static List<FleetAction> stops(FleetView view) {
        List<FleetAction> stops = new ArrayList<>();
        for (Member member : view.instances().members().values()) {
            Optional<String> why = view.allowance(member.template()).stop();
            if (why.isPresent() && mayStillFinish(member)) {
                Agents.Drain drain =
                        new Agents.Drain(
                                Agents.Cause.BUDGET_SPENT, view.now().plus(CLEANING_UP), why.get());
                stops.add(new FleetAction.Drain(member.id(), drain));
            }
        }
        return stops;
    }

    private static boolean mayStillFinish(Member member) {
        Member.Leaving leaving = member.leaving();
        boolean hasDeadline =
                leaving.notice().isPresent()
                        || leaving.drain()
                                .filter(drain -> drain.deadline().isBefore(Instant.MAX))
                                .isPresent();
        return !hasDeadline && !leaving.drained() && leaving.endAsked().isEmpty();
    }

    private static Optional<FleetAction> whyDrain(FleetView view, Member member) {
        Optional<Instant> notice = member.leaving().notice();
        if (notice.isPresent()) {
            String reason = "reclaim of " + member.instance().pool() + " was announced";
            return drain(member, Agents.Cause.RECLAIM, notice.get(), reason);
        }
        Template template = view.templates().get(member.template());
        if (template == null) {
            return unneeded(member, "its template is no longer configured");
        }
        Duration idle = template.lifetime().idle();
        boolean wanted = view.waiting(template).executors() > 0;
        Optional<Instant> since = member.work().idleSince();
        if (!wanted && since.isPresent() && !since.get().plus(idle).isAfter(view.now())) {
            return unneeded(member, "idle for " + seconds(idle));
        }
        return Optional.empty();
    }

    private List<FleetAction> surplusDrains(FleetView view) {
        List<FleetAction> drains = new ArrayList<>();
        for (Template template : view.templates().values()) {
            surplus(view, template).stream()
                    .filter(member -> isOlderThan(patience.surplus(), member, view.now()))
                    .forEach(
                            member ->
                                    unneeded(member, "what it was launched for needs it no more")
                                            .ifPresent(drains::add));
        }
        return drains;
    }

    /** Newest first: what has booted longest will be ready first. */
    private static List<Member> surplus(FleetView view, Template template) {
        List<Member> booting =
                members(view, template)
                        .filter(Member::isBooting)
                        .sorted(
                                Comparator.comparing(
                                                (Member member) -> member.instance().launchedAt())
                                        .thenComparing(Member::id))
                        .toList();
        Set<String> kept = new HashSet<>();
        booting.stream()
                .filter(member -> LASTS.test(member.instance().pool().purchase()))
                .limit(wantedToLast(view, template))
                .forEach(member -> kept.add(member.id()));
        int wanted = instances(wantedExecutors(view, template), template);
        return booting.stream()
                .filter(member -> !kept.contains(member.id()))
                .skip(Math.max(0, wanted - kept.size()))
                .toList();
    }

    private List<FleetAction> ends(FleetView view) {
        Map<String, TreeSet<String>> drained = new TreeMap<>();
        Map<String, TreeSet<String>> silent = new TreeMap<>();
        for (Member member : view.instances().members().values()) {
            if (!view.instances().control().mayEnd(member) || wasJustAsked(member, view.now())) {
                continue;
            }
            if (isDone(member, view.now())) {
                drained.computeIfAbsent(member.source(), s -> new TreeSet<>()).add(member.id());
            } else if (isSilent(member, view.now())) {
                silent.computeIfAbsent(member.source(), s -> new TreeSet<>()).add(member.id());
            }
        }
        List<FleetAction> ends = new ArrayList<>();
        drained.forEach((source, ids) -> ends.add(new FleetAction.End(source, ids, "drained")));
        silent.forEach(
                (source, ids) ->
                        ends.add(
                                new FleetAction.End(source, ids, "its agent did not come (back)")));
        return ends;
    }

    private static boolean wasJustAsked(Member member, Instant now) {
        return member.leaving()
                .endAsked()
                .filter(asked -> asked.plus(END_AGAIN_AFTER).isAfter(now))
                .isPresent();
    }

    private static boolean isDone(Member member, Instant now) {
        Member.Leaving leaving = member.leaving();
        boolean overdue =
                leaving.drain().filter(drain -> !drain.deadline().isAfter(now)).isPresent();
        return leaving.drained() || overdue || leaving.endAsked().isPresent();
    }

    private boolean isSilent(Member member, Instant now) {
        Member.Work work = member.work();
        boolean neverCame = !work.wasOnline() && isOlderThan(patience.boot(), member, now);
        boolean stayedAway =
                work.disconnected()
                        .filter(since -> !since.plus(patience.reconnect()).isAfter(now))
                        .isPresent();
        return neverCame || stayedAway;
    }

    /** Work that has the time to wait for spot asks for nothing. */
    private List<Request> requests(FleetView view, Map<TemplateKey, Choice> choices) {
        Set<String> unheard = view.instances().control().unheard();
        return view.templates().values().stream()
                .filter(template -> Collections.disjoint(template.need().sources(), unheard))
                .filter(template -> choices.get(template.key()) != Choice.WAIT)
                .flatMap(template -> request(view, template).stream())
                .toList();
    }

    private Optional<Request> request(FleetView view, Template template) {
        Allowance allowance = view.allowance(template.key());
        if (!allowance.stage().admitsNew()) {
            return Optional.empty();
        }
        Waiting waiting = view.waiting(template);
        int coming = coming(view, template, purchase -> true);
        int wanted = instances(wantedExecutors(view, template), template);
        int wantedToLast = wantedToLast(view, template);
        int lasting = wantedToLast - coming(view, template, LASTS);
        // What is being reclaimed is not counted: it goes whatever we do, and its work has to go
        // on.
        int counted = (int) members(view, template).filter(FleetPlanner::counts).count();
        int room =
                template.maxInstances()
                        + Relief.uncounted(view, template)
                        - counted
                        - launching(view, template, purchase -> true);
        int missing = Math.max(wanted - coming, Math.min(lasting, wanted + wantedToLast - coming));
        int count = Math.min(missing, room);
        if (count < 1) {
            return Optional.empty();
        }
        Request.Conditions conditions =
                new Request.Conditions(
                        Math.max(0, Math.min(count, lasting)),
                        waiting.usualDuration(),
                        new Request.Limits(
                                template.spending().hourlyPrice(), allowance.hourlyRate()),
                        allowance.stage() == BudgetStage.NORMAL
                                ? Request.Thrift.USUAL
                                : Request.Thrift.STRICT);
        return Optional.of(new Request(template.key(), template.need(), count, conditions));
    }

    /** Instances that must not be reclaimed; none where the template allows no such. */
    private static int wantedToLast(FleetView view, Template template) {
        boolean isAllowed = template.need().purchases().inOrder().stream().anyMatch(LASTS);
        return isAllowed ? instances(view.waiting(template).lasting(), template) : 0;
    }

    /** Instances that boot, and those that were asked for. */
    private static int coming(FleetView view, Template template, Predicate<Purchase> purchases) {
        long booting =
                members(view, template)
                        .filter(Member::isBooting)
                        .filter(member -> purchases.test(member.instance().pool().purchase()))
                        .count();
        return (int) booting + launching(view, template, purchases);
    }

    private static int launching(FleetView view, Template template, Predicate<Purchase> purchases) {
        return view.instances().launching().stream()
                .filter(intent -> intent.template().equals(template.key()))
                .filter(intent -> purchases.test(intent.ask().pool().purchase()))
                .mapToInt(intent -> intent.ask().count())
                .sum();
    }

    private static int instances(int executors, Template template) {
        return divideUp(executors, template.executors());
    }

    private static boolean counts(Member member) {
        return member.leaving().notice().isEmpty() && member.leaving().endAsked().isEmpty();
    }

    /** Waiting work, and work that a reclaim will or may drive out less what stands idle. */
    private static int wantedExecutors(FleetView view, Template template) {
        int driven =
                members(view, template)
                        .filter(FleetPlanner::isDrivenOut)
                        .filter(member -> member.leaving().endAsked().isEmpty())
                        .mapToInt(member -> member.work().busyExecutors())
                        .sum();
        int idle =
                members(view, template)
                        .filter(member -> member.stays() && isConnected(member))
                        .mapToInt(
                                member ->
                                        Math.max(
                                                0,
                                                template.executors()
                                                        - member.work().busyExecutors()))
                        .sum();
        int waiting = view.waiting(template).executors();
        return waiting + Math.max(0, driven - idle);
    }

    private static boolean isDrivenOut(Member member) {
        return member.leaving().notice().isPresent() || Relief.isAheadOfReclaim(member);
    }

    private static boolean isConnected(Member member) {
        return member.work().wasOnline() && member.work().disconnected().isEmpty();
    }

    private static Stream<Member> members(FleetView view, Template template) {
        return view.instances().members().values().stream()
                .filter(member -> member.template().equals(template.key()));
    }

    /** Pools share commitments and quotas, so the policy may have taken of one twice. */
    private static Optional<FleetAction> launch(Plan plan, Pick pick, Takings takings) {
        Pool pool = pick.offer().pool();
        int count = takings.take(pick, pool);
        if (count < 1) {
            return Optional.empty();
        }
        LaunchIntent.Ask ask = new LaunchIntent.Ask(pick.source(), pool, count);
        return Optional.of(new FleetAction.Launch(plan.request().template(), ask, pick.reason()));
    }

    /** What one step takes of what pools share. */
    private record Takings(FreeCommitments.Taking paid, QuotaRoom.Taking quotas) {

        int take(Pick pick, Pool pool) {
            int allowed = quotas.take(pool, pick.count());
            return allowed < 1 ? 0 : paid.take(pick.source(), pool, allowed);
        }
    }

    private static Optional<FleetAction> unneeded(Member member, String reason) {
        return drain(member, Agents.Cause.NOT_NEEDED, Instant.MAX, reason);
    }

    private static Optional<FleetAction> drain(
            Member member, Agents.Cause cause, Instant deadline, String reason) {
        return Optional.of(
                new FleetAction.Drain(member.id(), new Agents.Drain(cause, deadline, reason)));
    }

    private static boolean isOlderThan(Duration age, Member member, Instant now) {
        return !member.instance().launchedAt().plus(age).isAfter(now);
    }

    private static int divideUp(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }

    /**
     * What to do next, and the plans that launches come from.
     *
     * @param plans for each template that wants instances, also if none can be had
     */
    record Decision(List<FleetAction> actions, SortedMap<TemplateKey, Plan> plans) {}
}
