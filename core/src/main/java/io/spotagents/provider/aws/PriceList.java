package io.spotagents.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Usd;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import io.spotagents.provider.cloud.Cached;
import io.spotagents.provider.cloud.MarketCache;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * On-demand prices of a region, from AWS's own price list. While it cannot be read, prices are
 * unknown, and why is told once. Safe to use from any thread.
 */
// Source: AWS Price List API Reference, GetProducts; attributes of the service AmazonEC2.
public final class PriceList implements OnDemandPrices {

    /** Prices change a few times a year; an operating system is some ten pages. */
    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofHours(24), Duration.ofDays(30), Duration.ofMinutes(15));

    /** The most that the action allows. */
    private static final int IN_PAGE = 100;

    /** A region has a tenth of it. */
    private static final int MOST_PAGES = 100;

    private static final String WITHOUT = "on-demand prices stay unknown";

    private final SignedCalls calls;
    private final Map<OperatingSystem, Helpful<Map<String, Usd>>> prices =
            new EnumMap<>(OperatingSystem.class);

    /**
     * Sends nothing yet.
     *
     * @param cache where prices survive a restart
     */
    public PriceList(AwsClients clients, MarketCache cache, InstantSource time) {
        this.calls = clients.signed();
        for (OperatingSystem os : OperatingSystem.values()) {
            String name = "on-demand." + calls.region() + "." + os;
            Cached.Kept<Map<String, Usd>> kept = cache.figure(() -> name, ROWS, time);
            prices.put(os, new Helpful<>(WITHOUT, new Cached<>(time, LIFE, () -> read(os), kept)));
        }
    }

    private record Row(String machineType, long micros) {}

    private static final MarketCache.Rows<Map<String, Usd>, Row> ROWS =
            new MarketCache.Rows<>(
                    Row[].class,
                    known ->
                            known.entrySet().stream()
                                    .map(one -> new Row(one.getKey(), one.getValue().micros()))
                                    .toList(),
                    rows -> {
                        Map<String, Usd> known = new TreeMap<>();
                        rows.forEach(row -> known.put(row.machineType, new Usd(row.micros)));
                        return known;
                    });

    @Override
    public Optional<Usd> hourly(String machineType, OperatingSystem os) {
        return of(os).get().map(read -> read.value().get(machineType));
    }

    @Override
    public Optional<Instant> readAt(OperatingSystem os) {
        return of(os).get().map(Cached.Dated::at);
    }

    /** Why prices are unknown, for people; empty while they are not. */
    public Optional<String> trouble() {
        return prices.values().stream().flatMap(one -> one.trouble().stream()).findFirst();
    }

    private Helpful<Map<String, Usd>> of(OperatingSystem os) {
        return Objects.requireNonNull(prices.get(os));
    }

    private Map<String, Usd> read(OperatingSystem os) throws ProviderException {
        Map<String, Usd> found = new TreeMap<>();
        ObjectNode question = question(os);
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer =
                    calls.ask(SignedService.pricing(calls.region()), "GetProducts", question);
            for (JsonNode text : answer.path("PriceList")) {
                add(product(text), os, found);
            }
            String next = answer.path("NextToken").asText("");
            if (next.isEmpty()) {
                return found;
            }
            question.put("NextToken", next);
        }
        throw unreadable("it has more than " + MOST_PAGES + " pages");
    }

    private ObjectNode question(OperatingSystem os) {
        ObjectNode question = SignedCalls.question();
        question.put("ServiceCode", "AmazonEC2").put("FormatVersion", "aws_v1");
        question.put("MaxResults", IN_PAGE);
        ArrayNode filters = question.putArray("Filters");
        filter(filters, "regionCode", calls.region());
        wanted(os).forEach((name, value) -> filter(filters, name, value));
        return question;
    }

    /** Shared hardware, used by nobody's reservation, with no software but the system. */
    private static Map<String, String> wanted(OperatingSystem os) {
        String system =
                switch (os) {
                    case LINUX -> "Linux";
                    case WINDOWS -> "Windows";
                };
        return new TreeMap<>(
                Map.of(
                        "operatingSystem", system,
                        "tenancy", "Shared",
                        "capacitystatus", "Used",
                        "preInstalledSw", "NA",
                        "licenseModel", "No License required"));
    }

    private static void filter(ArrayNode filters, String name, String value) {
        filters.addObject().put("Type", "TERM_MATCH").put("Field", name).put("Value", value);
    }

    /** Each is JSON in a text. */
    private static JsonNode product(JsonNode text) throws ProviderException {
        try {
            return text.isTextual() ? SignedCalls.parsed(text.asText()) : text;
        } catch (IOException e) {
            throw unreadable(e.getMessage());
        }
    }

    /** Of two prices for a type the higher counts: a saving must not be made up. */
    private static void add(JsonNode product, OperatingSystem os, Map<String, Usd> found) {
        JsonNode attributes = product.path("product").path("attributes");
        boolean isWanted =
                wanted(os).entrySet().stream()
                        .allMatch(
                                it -> attributes.path(it.getKey()).asText().equals(it.getValue()));
        String type = attributes.path("instanceType").asText("");
        if (isWanted && !type.isEmpty()) {
            hourly(product).ifPresent(price -> found.merge(type, price, PriceList::higher));
        }
    }

    /** Empty if it has none in dollars: what is free is not sold, and has no price here. */
    private static Optional<Usd> hourly(JsonNode product) {
        List<Usd> prices = new ArrayList<>();
        for (JsonNode term : product.path("terms").path("OnDemand")) {
            for (JsonNode dimension : term.path("priceDimensions")) {
                if (dimension.path("unit").asText().equals("Hrs")) {
                    price(dimension.path("pricePerUnit").path("USD").asText(""))
                            .ifPresent(prices::add);
                }
            }
        }
        return prices.stream().max(Comparator.naturalOrder());
    }

    private static Optional<Usd> price(String dollars) {
        try {
            return Optional.of(Dollars.of(dollars)).filter(price -> price.micros() > 0);
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Usd higher(Usd one, Usd other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static ProviderException unreadable(String why) {
        return new ProviderException(
                Refusal.of(
                        Kind.OUTCOME_UNKNOWN,
                        Scope.ACCOUNT,
                        "the price list cannot be read: " + why));
    }
}
