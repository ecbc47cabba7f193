package io.spotagents.fleet;

import io.spotagents.deadline.Choice;
import io.spotagents.model.Pool;
import io.spotagents.model.TemplateKey;
import io.spotagents.selection.Pick;
import io.spotagents.selection.Plan;
import io.spotagents.selection.Request;
import io.spotagents.selection.SelectionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides what the fleet should do next: who drains, who is ended, what is launched. Pure: all it
 * knows stands in the view.
 */
final class FleetPlanner {

    /** An end that was accepted is asked for again if the instance is still listed after this. */
    static final Duration END_AGAIN_AFTER = Duration.ofSeconds(20);

    /** For stopped work to save what it has: as long as the longest notice of a cloud. */
    static final Duration CLEANING_UP = Duration.ofMinutes(2);

    private final SelectionPolicy policy;
    private final Relief relief;
    private final Deadlines deadlines;
    private final FleetTimings.Patience patience;

    FleetPlanner(FleetLoop.Deciding deciding, FleetTimings.Patience patience) {
        this.policy = deciding.policy();
        this.relief = new Relief(policy);
        this.deadlines = new Deadlines(deciding.deadlines());
        this.patience = patience;
    }

    Decision decide(FleetView current) {
        SortedMap<TemplateKey, Choice> choices = deadlines.choices(current);
        FleetView view = Deadlines.applied(current, choices);
        List<FleetAction> actions = new ArrayList<>();
        Set<String> ready = KeptReady.of(view);
        view.instances().members().values().stream()
                .filter(member -> member.stays() || isNoticedAtItsLastWork(member))
                .forEach(member -> whyDrain(view, member, ready).ifPresent(actions::add));
        actions.addAll(stops(view));
        actions.addAll(surplusDrains(view));
        view.templates().values().stream()
                .filter(template -> view.allowance(template.key()).stage().admitsNew())
                .forEach(template -> actions.addAll(relief.drains(view, template)));
        actions.addAll(ends(view));
        SortedMap<TemplateKey, Plan> plans = new TreeMap<>();
        FleetView.Market market = view.market();
        List<Request> requests = new ArrayList<>();
        for (Template template : view.templates().values()) {
            Wants wants = new Wants(view, template);
            Optional<String> held =
                    wants.whyHeldBack(Optional.ofNullable(choices.get(template.key())));
            wants.request().filter(request -> held.isEmpty()).ifPresent(requests::add);
            held.flatMap(wants::heldBack).ifPresent(plan -> plans.put(template.key(), plan));
        }
        policy.selectAll(requests, market.snapshot(), market.outlook())
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

    /** It was to finish what it does, as nobody needs it any more; now it has no time for that. */
    private static boolean isNoticedAtItsLastWork(Member member) {
        Member.Leaving leaving = member.leaving();
        return leaving.notice().isPresent()
                && !leaving.drained()
                && leaving.endAsked().isEmpty()
                && leaving.drain()
                        .filter(drain -> drain.cause() == Agents.Cause.NOT_NEEDED)
                        .isPresent();
    }

    private static Optional<FleetAction> whyDrain(
            FleetView view, Member member, Set<String> ready) {
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
        boolean wanted = view.waiting(template).executors() > 0 || ready.contains(member.id());
        if (!wanted && member.work().isIdleFor(idle, view.now())) {
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
        Wants wants = new Wants(view, template);
        List<Member> booting =
                wants.members()
                        .filter(Member::isBooting)
                        .sorted(
                                Comparator.comparing(
                                                (Member member) -> member.instance().launchedAt())
                                        .thenComparing(Member::id))
                        .toList();
        Set<String> kept = new HashSet<>();
        booting.stream()
                .filter(member -> Wants.LASTS.test(member.instance().pool().purchase()))
                .limit(wants.lasting())
                .forEach(member -> kept.add(member.id()));
        return booting.stream()
                .filter(member -> !kept.contains(member.id()))
                .skip(Math.max(0, wants.instances() - kept.size()))
                .toList();
    }

    private List<FleetAction> ends(FleetView view) {
        Map<String, TreeSet<String>> drained = new TreeMap<>();
        Map<String, TreeSet<String>> silent = new TreeMap<>();
        for (Member member : view.instances().members().values()) {
            FleetView.Control control = view.instances().control();
            boolean isInVain = wasAsked(member) && !control.reaches(member);
            if (!control.mayEnd(member) || isInVain || wasJustAsked(member, view.now())) {
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

    private static boolean wasAsked(Member member) {
        return member.leaving().endAsked().isPresent();
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
        return leaving.drained() || overdue || wasAsked(member);
    }

    private boolean isSilent(Member member, Instant now) {
        Member.Work work = member.work();
        // What is awaited since a restart may have been booting then: it has that time too.
        boolean isOverdue =
                work.awaited().isEmpty() || hasPassed(work.awaited(), patience.restart(), now);
        boolean neverCame =
                !work.wasOnline() && isOverdue && isOlderThan(patience.boot(), member, now);
        return neverCame || hasPassed(work.disconnected(), patience.reconnect(), now);
    }

    private static boolean hasPassed(Optional<Instant> since, Duration patience, Instant now) {
        return since.filter(at -> !at.plus(patience).isAfter(now)).isPresent();
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
