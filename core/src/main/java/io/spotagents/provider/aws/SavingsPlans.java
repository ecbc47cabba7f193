package io.spotagents.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotagents.commitments.Commitment.SpendPlan;
import io.spotagents.commitments.Reach;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Usd;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The account's savings plans that cover instances, with their rates in this region. Safe to use
 * from any thread.
 */
// Source: Savings Plans API Reference, DescribeSavingsPlans and DescribeSavingsPlanRates.
final class SavingsPlans {

    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofHours(6), Duration.ofDays(7), Duration.ofMinutes(15));

    private static final int IN_PAGE = 1000;
    private static final int MOST_PAGES = 50;

    private final SignedCalls calls;
    private final Helpful<List<Told>> plans;

    SavingsPlans(SignedCalls calls, InstantSource time) {
        this.calls = calls;
        this.plans =
                new Helpful<>(
                        "savings plans are not used on purpose",
                        new Cached<>(time, LIFE, this::read));
    }

    private record Item(String machineType, OperatingSystem os) {}

    private record Told(String id, SpendPlan.Breadth breadth, Usd hourly, List<Rated> rates) {}

    private record Rated(Item item, Usd committed) {}

    /** Why none is known, for people; empty while they are. */
    Optional<String> trouble() {
        return plans.trouble();
    }

    /**
     * As commitments. A type whose on-demand price is not known is left out: nobody can say how
     * much a plan saves on it.
     */
    List<SpendPlan> commitments(Reach reach, OnDemandPrices prices) {
        List<SpendPlan> found = new ArrayList<>();
        plans.get()
                .ifPresent(read -> read.value().forEach(it -> found.add(plan(it, reach, prices))));
        return found;
    }

    private SpendPlan plan(Told told, Reach reach, OnDemandPrices prices) {
        SortedMap<SpendPlan.Item, SpendPlan.Rate> rates = new TreeMap<>();
        for (Rated rated : told.rates) {
            Item item = rated.item;
            prices.hourly(item.machineType, item.os)
                    .ifPresent(
                            onDemand ->
                                    rates.put(
                                            new SpendPlan.Item(
                                                    calls.region(), item.machineType, item.os),
                                            new SpendPlan.Rate(rated.committed, onDemand)));
        }
        return new SpendPlan(told.id, reach, told.breadth, told.hourly, rates);
    }

    private List<Told> read() throws ProviderException {
        List<JsonNode> active = new ArrayList<>();
        ObjectNode question = SignedCalls.question();
        question.putArray("states").add("active");
        pages("DescribeSavingsPlans", question, "savingsPlans", active::add);
        List<Told> found = new ArrayList<>();
        for (JsonNode plan : active) {
            Optional<SpendPlan.Breadth> breadth = breadth(plan.path("savingsPlanType").asText());
            Optional<Usd> hourly = dollars(plan, "commitment");
            if (breadth.isPresent() && hourly.isPresent() && isForRegion(plan)) {
                String id = plan.path("savingsPlanId").asText();
                found.add(new Told(id, breadth.get(), hourly.get(), rates(id)));
            }
        }
        return List.copyOf(found);
    }

    /** A plan for one family is for one region as well. */
    private boolean isForRegion(JsonNode plan) {
        String region = plan.path("region").asText("");
        return region.isEmpty() || region.equals(calls.region());
    }

    /** Empty for plans that no instance uses. */
    private static Optional<SpendPlan.Breadth> breadth(String type) {
        return switch (type) {
            case "Compute" -> Optional.of(SpendPlan.Breadth.ANY);
            case "EC2Instance" -> Optional.of(SpendPlan.Breadth.ONE_FAMILY);
            default -> Optional.empty();
        };
    }

    private List<Rated> rates(String id) throws ProviderException {
        List<Rated> found = new ArrayList<>();
        ObjectNode question = SignedCalls.question().put("savingsPlanId", id);
        ArrayNode filters = question.putArray("filters");
        filter(filters, "region", calls.region());
        filter(filters, "tenancy", "shared");
        filter(filters, "productType", "EC2");
        pages("DescribeSavingsPlanRates", question, "searchResults", it -> add(it, found));
        return found;
    }

    private static void filter(ArrayNode filters, String name, String value) {
        filters.addObject().put("name", name).putArray("values").add(value);
    }

    private static void add(JsonNode result, List<Rated> found) {
        SortedMap<String, String> properties = new TreeMap<>();
        for (JsonNode one : result.path("properties")) {
            properties.put(one.path("name").asText(), one.path("value").asText());
        }
        Optional<OperatingSystem> os =
                AccountUse.platform(properties.getOrDefault("productDescription", ""));
        String type = properties.getOrDefault("instanceType", "");
        Optional<Usd> rate = dollars(result, "rate");
        boolean isShared = properties.getOrDefault("tenancy", "shared").equals("shared");
        if (os.isPresent() && rate.isPresent() && !type.isEmpty() && isShared) {
            found.add(new Rated(new Item(type, os.get()), rate.get()));
        }
    }

    private static Optional<Usd> dollars(JsonNode of, String field) {
        try {
            return of.path("currency").asText("USD").equals("USD")
                    ? Optional.of(Dollars.of(of.path(field).asText()))
                            .filter(amount -> amount.micros() > 0)
                    : Optional.empty();
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void pages(String action, ObjectNode question, String list, Consumer<JsonNode> each)
            throws ProviderException {
        question.put("maxResults", IN_PAGE);
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = calls.ask(SignedService.savingsPlans(), action, question);
            answer.path(list).forEach(each);
            String next = answer.path("nextToken").asText("");
            if (next.isEmpty()) {
                return;
            }
            question.put("nextToken", next);
        }
    }
}
