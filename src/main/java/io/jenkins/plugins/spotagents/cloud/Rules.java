package io.jenkins.plugins.spotagents.cloud;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Label;
import hudson.model.labels.LabelAtom;
import hudson.util.FormValidation;
import io.spotagents.fleet.Template.Reuse;
import io.spotagents.model.Size;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * What settings must be. Each rule answers what is wrong, naming the field and the remedy; empty if
 * nothing is. Forms and loaded settings are held to the same rules, in the same words.
 */
public final class Rules {

    /** Safe in addresses, file names and tags; the first character rules out "..". */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** Parts of label expressions; in a label they make one that no expression can ask for. */
    private static final Pattern OPERATORS = Pattern.compile("[&|!()<>\"]");

    /** Beyond any machine type that can be rented today, so more is a slip. */
    static final int MAX_CPUS = 4_096;

    /** 64 TiB: beyond any machine type that can be rented today, so more is a slip. */
    static final int MAX_MEMORY_MIB = 64 * 1024 * 1024;

    private Rules() {}

    /** Whether there is nothing to read in it. */
    public static boolean isBlank(@CheckForNull String text) {
        return text == null || text.isBlank();
    }

    /** Without space around it; empty for null. */
    public static String trimmed(@CheckForNull String text) {
        return text == null ? "" : text.trim();
    }

    /** What a form shows of a rule. */
    public static FormValidation shown(Optional<String> problem) {
        return problem.map(text -> FormValidation.error(text)).orElse(FormValidation.ok());
    }

    /** Checks what was typed into a field for a whole number. */
    public static FormValidation shownNumber(String typed, IntFunction<Optional<String>> rule) {
        OptionalInt number = number(typed);
        return number.isPresent()
                ? shown(rule.apply(number.getAsInt()))
                : FormValidation.error(Messages.Rules_NotANumber(trimmed(typed)));
    }

    /** What was typed, if it is a whole number. */
    public static OptionalInt number(@CheckForNull String typed) {
        try {
            return OptionalInt.of(Integer.parseInt(trimmed(typed)));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    static Optional<String> cloudName(@CheckForNull String name) {
        return name(name, Messages.SpotCloud_NameEmpty(), Messages::SpotCloud_NameBad);
    }

    static Optional<String> sourceName(@CheckForNull String name) {
        return name(name, Messages.SpotSource_NameEmpty(), Messages::SpotSource_NameBad);
    }

    static Optional<String> templateName(@CheckForNull String name) {
        return name(name, Messages.SpotTemplate_NameEmpty(), Messages::SpotTemplate_NameBad);
    }

    static Optional<String> labels(@CheckForNull String labels) {
        if (isBlank(labels)) {
            return Optional.of(Messages.SpotTemplate_LabelsEmpty());
        }
        return Label.parse(labels).stream()
                .map(LabelAtom::getName)
                .filter(label -> OPERATORS.matcher(label).find())
                .findFirst()
                .map(Messages::SpotTemplate_LabelsOperator);
    }

    static Optional<String> executors(int executors, Reuse reuse) {
        if (executors < 1) {
            return Optional.of(Messages.SpotTemplate_ExecutorsTooFew(executors));
        }
        return executors > 1 && reuse == Reuse.ONE_SHOT
                ? Optional.of(Messages.SpotTemplate_ExecutorsOneShot(executors))
                : Optional.empty();
    }

    static Optional<String> cpus(int cpus) {
        return within(1, MAX_CPUS, cpus, Messages::SpotTemplate_CpusOutOfBounds);
    }

    static Optional<String> memoryMib(int memoryMib) {
        return within(1, MAX_MEMORY_MIB, memoryMib, Messages::SpotTemplate_MemoryMibOutOfBounds);
    }

    static Optional<String> idleSeconds(int idleSeconds) {
        return within(
                0, Integer.MAX_VALUE, idleSeconds, Messages::SpotTemplate_IdleSecondsNegative);
    }

    static Optional<String> maxInstances(int maxInstances) {
        return within(
                1, Integer.MAX_VALUE, maxInstances, Messages::SpotTemplate_MaxInstancesTooFew);
    }

    static Optional<String> maxHourlyPrice(@CheckForNull String price) {
        return Money.problem(price, Messages::SpotTemplate_MaxHourlyPriceBad);
    }

    static Optional<String> maxHourlyRate(@CheckForNull String rate) {
        return Money.problem(rate, Messages::SpotTemplate_MaxHourlyRateBad);
    }

    static Optional<String> templateBudget(@CheckForNull String budget) {
        return Money.problem(budget, Messages::SpotTemplate_MonthlyBudgetBad);
    }

    static Optional<String> cloudBudget(@CheckForNull String budget) {
        return Money.problem(budget, Messages::SpotCloud_MonthlyBudgetBad);
    }

    static Optional<String> reclaimsBeforeOnDemand(int reclaims) {
        return within(
                0,
                Integer.MAX_VALUE,
                reclaims,
                Messages::SpotTemplate_ReclaimsBeforeOnDemandNegative);
    }

    /**
     * Whether any machine type is big enough.
     *
     * @param offered sizes of all machine types there are; empty if they are not known
     */
    static Optional<String> offered(Optional<Size> needed, Collection<Size> offered) {
        boolean isTooBig =
                needed.isPresent()
                        && !offered.isEmpty()
                        && offered.stream().noneMatch(size -> size.holds(needed.get()));
        if (!isTooBig) {
            return Optional.empty();
        }
        String sizes =
                offered.stream().distinct().map(Size::toString).collect(Collectors.joining("; "));
        return Optional.of(Messages.SpotTemplate_SizeNotOffered(needed.get(), sizes));
    }

    static String unknownSource(String name, List<SpotSource> known) {
        String names = known.stream().map(SpotSource::getName).collect(Collectors.joining(", "));
        return Messages.SpotTemplate_SourcesUnknown(name, names);
    }

    /** Of a number between two. */
    public static Optional<String> within(
            int min, int max, int value, Function<Object, String> text) {
        return value < min || value > max
                ? Optional.of(text.apply(String.valueOf(value)))
                : Optional.empty();
    }

    /** Whoever changes settings, or has them checked, administers Jenkins. */
    public static void checkPermission() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
    }

    /** What the core says of a setting; empty if it takes it. */
    public static Optional<String> said(String field, Supplier<?> taken) {
        try {
            taken.get();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(Messages.Rules_Bad(field, e.getMessage()));
        }
    }

    /** Of an address that may be left out. */
    public static Optional<String> url(String field, String url) {
        return isUrl(url) ? Optional.empty() : Optional.of(Messages.Rules_UrlBad(field, url));
    }

    private static boolean isUrl(String url) {
        if (url.isEmpty()) {
            return true;
        }
        try {
            URI parsed = URI.create(url);
            return String.valueOf(parsed.getScheme()).matches("https?") && parsed.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What was typed with commas, spaces or line ends between. */
    public static List<String> words(String text) {
        return Stream.of(text.split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
    }

    /**
     * Keys and values of lines such as {@code team=build}.
     *
     * @throws IllegalArgumentException if a line is none
     */
    public static SortedMap<String, String> pairs(String lines) {
        SortedMap<String, String> pairs = new TreeMap<>();
        for (String line : lines.split("\\R")) {
            int at = line.indexOf('=');
            if (at > 0) {
                pairs.put(line.substring(0, at).trim(), line.substring(at + 1).trim());
            } else if (!line.isBlank()) {
                throw new IllegalArgumentException(Messages.Rules_PairBad(line.trim()));
            }
        }
        return pairs;
    }

    /** What a form sent for a choice. */
    public static <E extends Enum<E>> E choice(
            Class<E> type, @CheckForNull String sent, E otherwise) {
        return Stream.of(type.getEnumConstants())
                .filter(one -> one.name().equals(sent))
                .findFirst()
                .orElse(otherwise);
    }

    private static Optional<String> name(
            @CheckForNull String name, String empty, Function<Object, String> bad) {
        if (isBlank(name)) {
            return Optional.of(empty);
        }
        return NAME.matcher(name.trim()).matches()
                ? Optional.empty()
                : Optional.of(bad.apply(name.trim()));
    }
}
