package io.jenkins.plugins.spotagents.pipeline;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * How often a {@code spotNode} block begins anew.
 *
 * @param reclaims after its agent was reclaimed or lost, 0 to {@value #MOST}, for each attempt that
 *     does not fail
 * @param failures after it failed by itself, 0 to {@value #MOST}
 */
@Restricted(NoExternalUse.class)
public record Budgets(int reclaims, int failures) {

    /** Enough for a bad day: work that met a few reclaims goes where there are none. */
    public static final int DEFAULT_RECLAIMS = 10;

    public static final int DEFAULT_FAILURES = 0;

    public static final int MOST = 1_000;

    private static final String RECLAIMS = "reclaims";
    private static final String FAILURES = "failures";
    private static final Set<String> KNOWN = new TreeSet<>(Set.of(RECLAIMS, FAILURES));

    /**
     * Reads the options of the block.
     *
     * @throws IllegalArgumentException if one is unknown or out of range; it says what to write
     */
    public static Budgets of(Map<?, ?> options) {
        for (Object name : options.keySet()) {
            if (!KNOWN.contains(String.valueOf(name))) {
                throw new IllegalArgumentException(
                        Messages.Budgets_Unknown(name, String.join(", ", KNOWN)));
            }
        }
        return new Budgets(
                number(options, RECLAIMS, DEFAULT_RECLAIMS),
                number(options, FAILURES, DEFAULT_FAILURES));
    }

    private static int number(Map<?, ?> options, String name, int usual) {
        Object value = options.get(name);
        if (value == null && !options.containsKey(name)) {
            return usual;
        }
        if (value instanceof Integer number && number >= 0 && number <= MOST) {
            return number;
        }
        throw new IllegalArgumentException(
                Messages.Budgets_OutOfRange(name, String.valueOf(MOST), value));
    }
}
