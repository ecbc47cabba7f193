package io.spotagents.provider.aws;

import io.spotagents.model.MachineFamily;
import io.spotagents.model.Purchase;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which machine types a quota of EC2 is for, read from its name: {@code All Standard (A, C, D, H,
 * I, M, R, T, Z) Spot Instance Requests}, {@code All P4, P3 and P2 Spot Instance Requests}, {@code
 * Running On-Demand G and VT instances}. Source: "Amazon EC2 instance type quotas", EC2 User Guide.
 */
record QuotaGroup(Set<Purchase> purchases, Set<String> families) {

    private static final Pattern SPOT = Pattern.compile("All (.+) Spot Instance Requests");
    private static final Pattern ON_DEMAND = Pattern.compile("Running On-Demand (.+) instances");
    private static final Pattern LISTED = Pattern.compile(".*\\((.+)\\).*");
    private static final Pattern LETTERS = Pattern.compile("([a-z]+)\\d*.*");

    /** Families that are counted with another letter. */
    private static final Map<String, String> COUNTED_AS = Map.of("im", "i", "is", "i", "gr", "g");

    QuotaGroup {
        purchases = Set.copyOf(purchases);
        families = Set.copyOf(families);
    }

    /** Empty if the quota is about something else. */
    static Optional<QuotaGroup> of(String name) {
        Matcher spot = SPOT.matcher(name);
        if (spot.matches()) {
            return Optional.of(new QuotaGroup(Set.of(Purchase.SPOT), families(spot.group(1))));
        }
        Matcher onDemand = ON_DEMAND.matcher(name);
        return onDemand.matches()
                ? Optional.of(
                        new QuotaGroup(
                                Set.of(Purchase.ON_DEMAND, Purchase.COMMITMENT),
                                families(onDemand.group(1))))
                : Optional.empty();
    }

    private static Set<String> families(String named) {
        Matcher listed = LISTED.matcher(named);
        String names = listed.matches() ? listed.group(1) : named;
        Set<String> families = new TreeSet<>();
        Arrays.stream(names.split(",| and "))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .map(name -> name.equals("high memory") ? "u" : name)
                .filter(name -> !name.isEmpty())
                .forEach(families::add);
        return families;
    }

    /** A family with a digit, such as {@code p4}, is that generation alone. */
    boolean covers(String machineType) {
        String family = MachineFamily.of(machineType);
        Matcher letters = LETTERS.matcher(family);
        String name = letters.matches() ? letters.group(1) : family;
        return families.contains(COUNTED_AS.getOrDefault(name, name))
                || families.stream()
                        .anyMatch(
                                it ->
                                        Character.isDigit(it.charAt(it.length() - 1))
                                                && family.startsWith(it));
    }
}
