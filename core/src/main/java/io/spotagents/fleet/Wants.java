package io.spotagents.fleet;

import io.spotagents.cost.BudgetStage;
import io.spotagents.deadline.Choice;
import io.spotagents.model.Purchase;
import io.spotagents.selection.Plan;
import io.spotagents.selection.Request;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What one template wants beyond what it has, and what keeps it from asking. Pure. */
final class Wants {

    static final Predicate<Purchase> LASTS = purchase -> !purchase.isReclaimed();

    private final FleetView view;
    private final Template template;

    Wants(FleetView view, Template template) {
        this.view = view;
        this.template = template;
    }

    /** The request for what is missing, as far as the template's maximum leaves room. */
    Optional<Request> request() {
        int count = Math.min(missing(), room());
        return count < 1 ? Optional.empty() : Optional.of(request(count));
    }

    /** The request for one in place of another that goes. */
    Request successor() {
        return request(1);
    }

    /** Why nothing may be asked for at all, for people; empty if it may. */
    Optional<String> whyHeldBack(Optional<Choice> deadline) {
        if (!Collections.disjoint(
                template.need().sources(), view.instances().control().unheard())) {
            return Optional.of("its sources have not told yet what exists there");
        }
        if (deadline.filter(choice -> choice == Choice.WAIT).isPresent()) {
            return Optional.of(
                    "there is time enough before the deadline%s to wait for spot, which is expected"
                                    .formatted(
                                            view.waiting(template)
                                                    .due()
                                                    .map(due -> " at " + due)
                                                    .orElse(""))
                            + " back; on-demand is asked when that time is gone");
        }
        if (!view.allowance(template.key()).stage().admitsNew()) {
            return Optional.of("a budget of it is so far spent that nothing new is launched");
        }
        return room() < 1
                ? Optional.of(
                        "it has its maximum of %d instances".formatted(template.maxInstances()))
                : Optional.empty();
    }

    /** The plan that asks for nothing; empty if nothing is missing. */
    Optional<Plan> heldBack(String reason) {
        int missing = missing();
        return missing < 1
                ? Optional.empty()
                : Optional.of(Plan.heldBack(request(missing), reason));
    }

    private Request request(int count) {
        Waiting waiting = view.waiting(template);
        Allowance allowance = view.allowance(template.key());
        Request.Conditions conditions =
                new Request.Conditions(
                        Math.max(0, Math.min(count, missingToLast())),
                        waiting.usualDuration(),
                        new Request.Limits(
                                template.spending().hourlyPrice(), allowance.hourlyRate()),
                        allowance.stage() == BudgetStage.NORMAL
                                ? Request.Thrift.USUAL
                                : Request.Thrift.STRICT);
        return new Request(template.key(), template.need(), count, conditions);
    }

    private int missing() {
        int coming = coming(purchase -> true);
        int wanted = instances();
        return Math.max(wanted - coming, Math.min(missingToLast(), wanted + lasting() - coming));
    }

    private int missingToLast() {
        return lasting() - coming(LASTS);
    }

    /**
     * What is being reclaimed is not counted: it goes whatever we do, and its work has to go on.
     */
    private int room() {
        int counted = (int) members().filter(Wants::counts).count();
        return template.maxInstances()
                + Relief.uncounted(view, template)
                - counted
                - launching(ask -> true);
    }

    /**
     * Instances that must not be reclaimed; none where the template allows no such. Work that is
     * being driven out for the last time is counted before it waits: its successor is asked for
     * now.
     */
    int lasting() {
        boolean isAllowed = template.need().purchases().inOrder().contains(Purchase.ON_DEMAND);
        int driven = driven().mapToInt(member -> member.work().busy().onLastTry()).sum();
        int executors = Math.max(0, driven - idle(LASTS));
        return isAllowed ? instances(view.waiting(template).lasting() + executors) : 0;
    }

    /**
     * Instances whose agents are to come, and those that were asked for. After a restart agents
     * come back within seconds as a rule: to launch others meanwhile would pay twice. What was
     * asked of a source that has fallen silent is not waited for: who knows when it tells.
     */
    private int coming(Predicate<Purchase> purchases) {
        long coming =
                members()
                        .filter(Member::isComing)
                        .filter(member -> purchases.test(member.instance().pool().purchase()))
                        .count();
        Set<String> silent = view.instances().control().silent();
        return (int) coming
                + launching(
                        ask ->
                                purchases.test(ask.pool().purchase())
                                        && !silent.contains(ask.source()));
    }

    private int launching(Predicate<LaunchIntent.Ask> asks) {
        return view.instances().launching().stream()
                .filter(intent -> intent.template().equals(template.key()))
                .map(LaunchIntent::ask)
                .filter(asks)
                .mapToInt(LaunchIntent.Ask::count)
                .sum();
    }

    private static boolean counts(Member member) {
        return member.leaving().notice().isEmpty() && member.leaving().endAsked().isEmpty();
    }

    /**
     * Instances for the work that waits, and for the work that a reclaim will or may drive out and
     * what is kept ready less what stands idle.
     */
    int instances() {
        int driven = driven().mapToInt(member -> member.work().busyExecutors()).sum();
        int waiting = view.waiting(template).executors();
        int ready = view.ready(template) * template.executors();
        return instances(waiting + Math.max(0, driven + ready - idle(purchase -> true)));
    }

    private int instances(int executors) {
        return (executors + template.executors() - 1) / template.executors();
    }

    private Stream<Member> driven() {
        return members()
                .filter(
                        member ->
                                member.leaving().notice().isPresent()
                                        || Relief.isAheadOfReclaim(member))
                .filter(member -> member.leaving().endAsked().isEmpty());
    }

    /** Executors that wait for work. */
    private int idle(Predicate<Purchase> purchases) {
        return members()
                .filter(Wants::isThere)
                .filter(member -> purchases.test(member.instance().pool().purchase()))
                .mapToInt(
                        member -> Math.max(0, template.executors() - member.work().busyExecutors()))
                .sum();
    }

    /** Whether its agent can be given work now. */
    static boolean isThere(Member member) {
        return member.stays()
                && member.work().wasOnline()
                && member.work().disconnected().isEmpty();
    }

    Stream<Member> members() {
        return view.instances().members().values().stream()
                .filter(member -> member.template().equals(template.key()));
    }
}
