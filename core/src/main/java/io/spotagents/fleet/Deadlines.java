package io.spotagents.fleet;

import io.spotagents.deadline.Choice;
import io.spotagents.deadline.DeadlinePolicy;
import io.spotagents.deadline.Job;
import io.spotagents.deadline.Moment;
import io.spotagents.model.TemplateKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sends waiting work with a deadline to spot, to capacity that is not reclaimed, or lets it wait
 * for spot. When the time that is left over falls below two boots and two pieces of work, it goes
 * where nothing is reclaimed, whatever is expected. What runs already is left where it is. Pure,
 * but for plans that it keeps; for one thread.
 */
final class Deadlines {

    /** How long work takes that nobody has seen before; as the choice of pools assumes. */
    private static final Duration UNKNOWN_WORK = Duration.ofMinutes(26);

    /** From asking for an instance until it works; as the choice of pools assumes. */
    private static final Duration BOOT = Duration.ofSeconds(200);

    private final DeadlinePolicy policy;

    Deadlines(DeadlinePolicy policy) {
        this.policy = policy;
    }

    /** The choice for each template whose waiting work has a deadline, if there is one to make. */
    SortedMap<TemplateKey, Choice> choices(FleetView view) {
        SortedMap<TemplateKey, Choice> choices = new TreeMap<>();
        for (Template template : view.templates().values()) {
            choice(view, template).ifPresent(choice -> choices.put(template.key(), choice));
        }
        return choices;
    }

    /** The view in which all work that must not be reclaimed is marked so. */
    static FleetView applied(FleetView view, Map<TemplateKey, Choice> choices) {
        if (!choices.containsValue(Choice.ON_DEMAND)) {
            return view;
        }
        Map<TemplateKey, Waiting> demand = new HashMap<>(view.demand());
        choices.forEach(
                (template, choice) -> {
                    if (choice == Choice.ON_DEMAND) {
                        demand.computeIfPresent(template, (key, waiting) -> waiting.allLasting());
                    }
                });
        return view.withDemand(demand);
    }

    private Optional<Choice> choice(FleetView view, Template template) {
        Waiting waiting = view.waiting(template);
        SpotWatch.Seen spot = view.market().spots().get(template.key());
        if (waiting.due().isEmpty() || waiting.executors() == 0 || spot == null) {
            return Optional.empty();
        }
        Duration left = Duration.between(view.now(), waiting.due().get());
        if (left.compareTo(BOOT) <= 0) {
            return Optional.of(Choice.ON_DEMAND);
        }
        Duration piece = waiting.usualDuration().orElse(UNKNOWN_WORK);
        Duration work = piece.multipliedBy(rounds(view, template, waiting));
        Duration allowed = roundedUp(left);
        Job job = new Job(work, allowed, BOOT, piece);
        Moment moment = new Moment(Duration.ZERO, allowed.minus(left), Choice.WAIT, spot.isUp(), 0);
        return Optional.of(policy.choose(job, moment, spot.rates()));
    }

    /** How often the whole fleet has to be filled until all that waits and runs is done. */
    private static int rounds(FleetView view, Template template, Waiting waiting) {
        long running =
                view.instances().members().values().stream()
                        .filter(member -> member.template().equals(template.key()))
                        .mapToInt(member -> member.work().busyExecutors())
                        .sum();
        long most = (long) template.maxInstances() * template.executors();
        return Math.toIntExact(Math.max(1, (waiting.executors() + running + most - 1) / most));
    }

    /** What is left decides, not when the job began; so few plans have to be worked out. */
    private static Duration roundedUp(Duration left) {
        Duration allowed = Duration.ofHours(1);
        while (allowed.compareTo(left) < 0) {
            allowed = allowed.multipliedBy(2);
        }
        return allowed;
    }
}
