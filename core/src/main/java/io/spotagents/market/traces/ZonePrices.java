package io.spotagents.market.traces;

import io.spotagents.model.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an instance costs in each zone, read from a list of lines {@code
 * zone,usdPerHour[,onDemandUsdPerHour]}. A first line whose first cell is {@code zone} is a header;
 * empty lines and those that begin with {@code #} are left out. Immutable.
 *
 * @param byZone prices by zone, or by the whole name of a trace where its type matters
 */
public record ZonePrices(SortedMap<String, Price> byZone) {

    private static final List<String> COLUMNS = List.of("zone", "usdPerHour", "onDemandUsdPerHour");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    public ZonePrices {
        byZone = Collections.unmodifiableSortedMap(new TreeMap<>(byZone));
    }

    /**
     * Reads a list of prices.
     *
     * @throws TraceException naming line and column of what is wrong
     */
    public static ZonePrices read(Path file) throws TraceException {
        TreeMap<String, Price> byZone = new TreeMap<>();
        List<String> lines = lines(file);
        for (int index = 0; index < lines.size(); index++) {
            Line line = new Line(file, index + 1, cells(lines.get(index)));
            boolean isHeader = byZone.isEmpty() && line.cells().get(0).equalsIgnoreCase("zone");
            if (line.isEmpty() || isHeader) {
                continue;
            }
            if (byZone.put(line.zone(), line.price()) != null) {
                throw line.wrong(0, "is there twice: " + line.zone());
            }
        }
        if (byZone.isEmpty()) {
            throw new TraceException(file + ": holds no price");
        }
        return new ZonePrices(byZone);
    }

    /** The price of a trace by its whole name, else by its zone; empty if neither is listed. */
    public Optional<Price> of(TraceName trace) {
        return Optional.ofNullable(byZone.get(trace.name()))
                .or(() -> Optional.ofNullable(byZone.get(trace.zone())));
    }

    private static List<String> lines(Path file) throws TraceException {
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            if (!lines.isEmpty() && lines.get(0).startsWith(BYTE_ORDER_MARK)) {
                lines.set(0, lines.get(0).substring(BYTE_ORDER_MARK.length()));
            }
            return lines;
        } catch (IOException e) {
            throw new TraceException(file + ": cannot be read: " + e, e);
        }
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.split(",", -1)) {
            String bare = cell.strip();
            boolean isQuoted = bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"");
            cells.add(isQuoted ? bare.substring(1, bare.length() - 1).strip() : bare);
        }
        return cells;
    }

    /**
     * Price of one instance for one hour.
     *
     * @param hourlyPrice as spot, above zero
     * @param onDemandHourlyPrice on demand, above zero; empty if the list does not say
     */
    public record Price(Usd hourlyPrice, Optional<Usd> onDemandHourlyPrice) {
        public Price {
            requireAboveZero("hourlyPrice", hourlyPrice);
            onDemandHourlyPrice.ifPresent(usd -> requireAboveZero("onDemandHourlyPrice", usd));
        }

        private static void requireAboveZero(String field, Usd price) {
            if (price.micros() <= 0) {
                throw new IllegalArgumentException(field + " must be above 0, not " + price);
            }
        }
    }

    private record Line(Path file, int number, List<String> cells) {

        boolean isEmpty() {
            return cells.get(0).startsWith("#") || cells.equals(List.of(""));
        }

        String zone() throws TraceException {
            if (cells.get(0).isEmpty()) {
                throw wrong(0, "is empty");
            }
            return cells.get(0);
        }

        Price price() throws TraceException {
            if (cells.size() > COLUMNS.size()) {
                throw new TraceException(
                        file + ", line " + number + ": has " + cells.size() + " columns, not 2, 3");
            }
            if (cells.size() < 2) {
                throw wrong(1, "is missing");
            }
            boolean hasOnDemand = cells.size() > 2 && !cells.get(2).isEmpty();
            return new Price(usd(1), hasOnDemand ? Optional.of(usd(2)) : Optional.empty());
        }

        private Usd usd(int column) throws TraceException {
            double dollars = number(column);
            if (!(dollars > 0) || dollars > 1e9 || Usd.of(dollars).micros() == 0) {
                throw wrong(column, "must be dollars above 0, not \"" + cells.get(column) + "\"");
            }
            return Usd.of(dollars);
        }

        private double number(int column) throws TraceException {
            try {
                return Double.parseDouble(cells.get(column));
            } catch (NumberFormatException e) {
                throw wrong(column, "is not a number: \"" + cells.get(column) + "\"");
            }
        }

        TraceException wrong(int column, String what) {
            return new TraceException(
                    "%s, line %d, column %d (%s): %s"
                            .formatted(file, number, column + 1, COLUMNS.get(column), what));
        }
    }
}
