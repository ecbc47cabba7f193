package io.jenkins.plugins.spotagents.cloud;

import hudson.slaves.Cloud;
import io.spotagents.model.Size;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import jenkins.model.Jenkins;

/**
 * Which settings of a cloud can be used, and what is wrong with the others. A function of the
 * settings, those of other clouds, and the system properties.
 *
 * @param problems field and remedy, for people
 * @param sources those that can be used
 * @param templates those that can be used
 */
record CloudCheck(List<String> problems, List<SpotSource> sources, List<SpotTemplate> templates) {

    static CloudCheck of(SpotCloud cloud) {
        List<String> problems = new ArrayList<>();
        cloudProblem(cloud).ifPresent(problems::add);
        boolean isUsed = problems.isEmpty();
        List<SpotSource> sources = usableSources(cloud, problems);
        List<SpotTemplate> templates = usableTemplates(cloud, sources, problems);
        return isUsed
                ? new CloudCheck(problems, sources, templates)
                : new CloudCheck(problems, List.of(), List.of());
    }

    private static Optional<String> cloudProblem(SpotCloud cloud) {
        if (SpotCloud.NAMELESS.equals(cloud.name)) {
            return Rules.cloudName("");
        }
        return isShadowed(cloud)
                ? Optional.of(Messages.SpotCloud_NameTaken(cloud.name))
                : Rules.cloudName(cloud.name)
                        .or(() -> Rules.cloudBudget(cloud.getMonthlyBudget()))
                        .or(() -> Rules.egressPrices(cloud.getEgressPrices()));
    }

    /** Jenkins finds a cloud by its name, so of two with one name it only ever finds the first. */
    private static boolean isShadowed(SpotCloud cloud) {
        for (Cloud other : Jenkins.get().clouds) {
            if (other == cloud) {
                return false;
            }
            if (cloud.name.equals(other.name)) {
                return true;
            }
        }
        return false;
    }

    private static List<SpotSource> usableSources(SpotCloud cloud, List<String> problems) {
        List<SpotSource> usable = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (SpotSource source : cloud.getSources()) {
            List<String> own = new ArrayList<>(source.problems());
            if (!names.add(source.getName())) {
                own.add(Messages.SpotSource_NameTaken(source.getName()));
            }
            own.forEach(text -> problems.add(Messages.SpotSource_Problem(source.getName(), text)));
            if (own.isEmpty()) {
                usable.add(source);
            }
        }
        return usable;
    }

    private static List<SpotTemplate> usableTemplates(
            SpotCloud cloud, List<SpotSource> sources, List<String> problems) {
        List<SpotTemplate> usable = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (SpotTemplate template : cloud.getTemplates()) {
            List<String> own = new ArrayList<>(template.problems());
            if (!names.add(template.getName())) {
                own.add(Messages.SpotTemplate_NameTaken(template.getName()));
            }
            own.addAll(sourceProblems(template, cloud.getSources(), sources));
            own.forEach(
                    text -> problems.add(Messages.SpotTemplate_Problem(template.getName(), text)));
            if (own.isEmpty()) {
                usable.add(template);
            }
        }
        return usable;
    }

    private static List<String> sourceProblems(
            SpotTemplate template, List<SpotSource> all, List<SpotSource> usable) {
        List<String> problems = new ArrayList<>(unknownSources(template, all));
        List<SpotSource> chosen = chosen(template, usable);
        if (all.isEmpty()) {
            problems.add(Messages.SpotTemplate_NoSource());
        } else if (problems.isEmpty() && chosen.isEmpty()) {
            problems.add(Messages.SpotTemplate_NoUsableSource());
        }
        sizeProblem(template, usable).ifPresent(problems::add);
        return problems;
    }

    /** Whether none of these sources has a machine type that is big enough, as far as is known. */
    static Optional<String> sizeProblem(SpotTemplate template, List<SpotSource> sources) {
        return Rules.offered(template.size(), knownSizes(chosen(template, sources)));
    }

    /** What to say of the sources that a template names and that are none of these. */
    static List<String> unknownSources(SpotTemplate template, List<SpotSource> all) {
        SortedSet<String> unknown = template.sourceNames();
        all.forEach(source -> unknown.remove(source.getName()));
        return unknown.stream().map(name -> Rules.unknownSource(name, all)).toList();
    }

    private static List<SpotSource> chosen(SpotTemplate template, List<SpotSource> from) {
        Set<String> names = template.sourceNames();
        return from.stream()
                .filter(source -> names.isEmpty() || names.contains(source.getName()))
                .toList();
    }

    /** Empty if one of them offers what only its provider knows. */
    private static List<Size> knownSizes(List<SpotSource> sources) {
        boolean isAnyUnknown = sources.stream().anyMatch(source -> source.knownSizes().isEmpty());
        return isAnyUnknown
                ? List.of()
                : sources.stream().flatMap(source -> source.knownSizes().stream()).toList();
    }
}
