package io.spotagents.cli;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Size;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import io.spotagents.selection.Egress;
import io.spotagents.selection.Need;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.selection.Regions;
import io.spotagents.selection.Request;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What instances are wanted for. */
final class NeedOptions {

    private static final double MOST_USD = 1e9;
    private static final TemplateKey TEMPLATE = new TemplateKey("command-line", "need");

    @Option(names = "--count", defaultValue = "200", description = "Instances wanted.")
    private int count;

    @Option(names = "--cpus", defaultValue = "4", description = "Fewest processors of one.")
    private int cpus;

    @Option(names = "--memory-mib", defaultValue = "8192", description = "Least memory of one.")
    private int memoryMib;

    @Option(names = "--os", defaultValue = "linux", description = "linux or windows.")
    private String os = "";

    @Option(
            names = "--purchases",
            defaultValue = "spot-then-on-demand",
            description = "spot, spot-then-on-demand or on-demand.")
    private String purchases = "";

    @Option(names = "--unit", defaultValue = "26m", description = "Length of a unit of work.")
    private Duration unit = Duration.ZERO;

    @Option(names = "--lasting", defaultValue = "0", description = "Of those, never reclaimed.")
    private int lasting;

    @Option(
            names = "--max-price",
            description = "Highest price of one instance, in dollars an hour.")
    private @Nullable Double maxPrice;

    @Option(
            names = "--max-rate",
            description = "Highest price of all together, in dollars an hour.")
    private @Nullable Double maxRate;

    @Option(
            names = "--egress-gib-per-hour",
            defaultValue = "0",
            description = "What an hour of work sends out of its region, in GiB.")
    private double egressGibPerHour;

    @Option(
            names = "--egress-usd-per-gib",
            description =
                    "What that costs in a region, as us-east-1=0.09; once for each. It is free where"
                            + " nothing is said.")
    private Map<String, Double> egressUsdPerGib = new TreeMap<>();

    @Option(
            names = "--within",
            description =
                    "A region that may be used, such as eu-central-1 or eu-*; once for each."
                            + " Anywhere where none is named.")
    private List<String> regions = List.of();

    OperatingSystem os() {
        return oneOf("--os", os, OperatingSystem.values());
    }

    PurchaseChoice purchases() {
        return oneOf("--purchases", purchases, PurchaseChoice.values());
    }

    Duration unit() {
        if (unit.isZero()) {
            throw new InputException("--unit must be longer than nothing; write 26m");
        }
        return unit;
    }

    Request request(MarketSnapshot market) {
        requireAtLeastOne("--count", count);
        requireAtLeastOne("--cpus", cpus);
        requireAtLeastOne("--memory-mib", memoryMib);
        TreeSet<String> sources = new TreeSet<>(market.offersBySource().keySet());
        Size size = new Size(cpus, memoryMib);
        Need need =
                new Need(size, os(), purchases(), sources)
                        .within(regions(market))
                        .with(egress(market));
        return new Request(TEMPLATE, need, count, conditions());
    }

    /** A region that is misspelt would leave nothing to ask without a word of why. */
    private Regions regions(MarketSnapshot market) {
        for (String name : regions) {
            Regions one = regions("--within", Set.of(name));
            if (offered(market).stream().noneMatch(one::hold)) {
                throw nothingIn("--within", name, market);
            }
        }
        return regions("--within", regions);
    }

    private static Regions regions(String option, Collection<String> names) {
        try {
            return new Regions(new TreeSet<>(names));
        } catch (IllegalArgumentException e) {
            throw new InputException(option + ": " + e.getMessage());
        }
    }

    private static Set<String> offered(MarketSnapshot market) {
        return market.offersBySource().values().stream()
                .flatMap(List::stream)
                .map(offer -> offer.pool().place().region())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static InputException nothingIn(String option, String region, MarketSnapshot market) {
        return new InputException(
                option
                        + " names the region "
                        + region
                        + ", where nothing is offered; write one of "
                        + String.join(", ", offered(market)));
    }

    /** A region that is misspelt would be free without a word. */
    private Egress egress(MarketSnapshot market) {
        requireAmount("--egress-gib-per-hour", egressGibPerHour);
        Set<String> known = offered(market);
        egressUsdPerGib.forEach(
                (region, usd) -> {
                    requireAmount("--egress-usd-per-gib of " + region, usd);
                    if (!known.contains(region)) {
                        throw nothingIn("--egress-usd-per-gib", region, market);
                    }
                });
        if (egressGibPerHour > 0 && egressUsdPerGib.isEmpty()) {
            throw new InputException(
                    "--egress-gib-per-hour needs what it costs; add --egress-usd-per-gib"
                            + " REGION=DOLLARS for each region that is not free");
        }
        return Egress.of(egressGibPerHour, egressUsdPerGib);
    }

    private static void requireAmount(String option, double amount) {
        if (!(amount >= 0) || amount > MOST_USD) {
            throw new InputException(option + " must be a number of 0 or more, not " + amount);
        }
    }

    private Request.Conditions conditions() {
        if (lasting < 0 || lasting > count) {
            throw new InputException(
                    "--lasting must be between 0 and --count, which is "
                            + count
                            + ", not "
                            + lasting
                            + "; raise --count or ask for fewer");
        }
        Request.Limits limits =
                new Request.Limits(limit("--max-price", maxPrice), limit("--max-rate", maxRate));
        return new Request.Conditions(lasting, Optional.of(unit()), limits, Request.Thrift.USUAL);
    }

    private static Optional<Usd> limit(String option, @Nullable Double usdPerHour) {
        if (usdPerHour == null) {
            return Optional.empty();
        }
        if (!(usdPerHour > 0) || usdPerHour > MOST_USD) {
            throw new InputException(
                    option
                            + " must be dollars an hour above 0, not "
                            + usdPerHour
                            + "; write 0.25, or leave it out for no limit");
        }
        return Optional.of(Usd.of(usdPerHour));
    }

    private static void requireAtLeastOne(String option, int value) {
        if (value < 1) {
            throw new InputException(option + " must be at least 1, not " + value);
        }
    }

    private static <T extends Enum<T>> T oneOf(String option, String text, T[] values) {
        List<String> names = Arrays.stream(values).map(NeedOptions::name).toList();
        int at = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (at < 0) {
            throw new InputException(
                    option + " must be " + String.join(", ", names) + ", not \"" + text + "\"");
        }
        return values[at];
    }

    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
