package io.spotagents.cli;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Size;
import io.spotagents.model.TemplateKey;
import io.spotagents.selection.Need;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.selection.Request;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** What instances are wanted for. */
final class NeedOptions {

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
        Need need = new Need(new Size(cpus, memoryMib), os(), purchases(), sources);
        return new Request(TEMPLATE, need, count);
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
