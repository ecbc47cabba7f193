package io.spotagents.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotagents.commitments.Commitment;
import io.spotagents.commitments.Commitment.SpendPlan;
import io.spotagents.commitments.Reach;
import io.spotagents.commitments.Running;
import io.spotagents.commitments.Shape;
import io.spotagents.model.MachineFamily;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Size;
import io.spotagents.model.Usd;
import io.spotagents.provider.PaidFor;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reservations and savings plans that cover the subscription in this region, and what uses them.
 * What may not be read is left out. Safe to use from any thread.
 *
 * <p>A reservation pays for the machine and not for Windows, so what is launched on one runs Linux;
 * machines that run Windows use it up all the same. Sizes of one family weigh as much as they have
 * processors. Source: "How the Azure reservation discount is applied to virtual machines", "Virtual
 * machine size flexibility with Reserved VM Instances", "How a savings plan discount is applied".
 */
final class Commitments {

    private static final Cached.Life BOUGHT_LIFE =
            new Cached.Life(Duration.ofHours(1), Duration.ofDays(1));

    private static final Cached.Life RUNNING_LIFE =
            new Cached.Life(Duration.ofMinutes(5), Duration.ofMinutes(30));

    /** What is free is worked out again with each launch, for each shape. */
    private static final int MOST_SHAPES = 200;

    private static final int MILLI = 1_000;
    private static final int MICROS = 6;
    private static final Size UNKNOWN_SIZE = new Size(1, 1);

    private final Arm arm;
    private final Inventory.Group group;
    private final Permitted permitted;
    private final AzureMarket market;
    private final Cached<List<Bought>> bought;
    private final Cached<SortedMap<Kind, Integer>> running;

    Commitments(
            Arm arm,
            Inventory.Group group,
            AzureMarket market,
            Permitted permitted,
            InstantSource time) {
        this.arm = arm;
        this.group = group;
        this.permitted = permitted;
        this.market = market;
        this.bought = new Cached<>(time, BOUGHT_LIFE, this::readBought);
        this.running = new Cached<>(time, RUNNING_LIFE, this::readRunning);
    }

    /** What was bought; rates and weights are worked out when it is asked for. */
    private sealed interface Bought permits Reserved, Planned {}

    /**
     * @param isFlexible whether other sizes of the family may use it
     */
    private record Reserved(
            String id, Reach reach, String machineType, int quantity, boolean isFlexible)
            implements Bought {}

    private record Planned(String id, Reach reach, Usd hourly, int years) implements Bought {}

    /** What machines have in common. */
    private record Kind(String machineType, String zone) implements Comparable<Kind> {

        @Override
        public int compareTo(Kind other) {
            int byType = machineType.compareTo(other.machineType);
            return byType != 0 ? byType : zone.compareTo(other.zone);
        }
    }

    /** Empty if nothing was bought; then it is not read what runs. */
    Optional<PaidFor> paidFor() throws ProviderException {
        List<Commitment> all = new ArrayList<>();
        for (Bought one : bought.value()) {
            all.add(
                    one instanceof Reserved reserved
                            ? reservation(reserved)
                            : plan((Planned) one, market.prices()));
        }
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Cached.Dated<SortedMap<Kind, Integer>> used = running.get();
        List<Running> runs = new ArrayList<>();
        for (var one : used.value().entrySet()) {
            Shape shape = shape(one.getKey().machineType(), one.getKey().zone());
            runs.add(new Running(shape, one.getValue()));
        }
        return Optional.of(new PaidFor(all, runs, shapes(all), used.at()));
    }

    private Commitment reservation(Reserved told) throws ProviderException {
        Shape shape = shape(told.machineType(), MachineTypes.REGIONAL);
        return told.isFlexible()
                ? new Commitment.SizeFlexible(
                        told.id(),
                        told.reach(),
                        group.region(),
                        new Commitment.SizeFlexible.Kind(
                                shape.family().name(), OperatingSystem.LINUX),
                        told.quantity() * shape.family().milliUnits())
                : new Commitment.Exact(
                        told.id(),
                        told.reach(),
                        new Commitment.Exact.Where(group.region(), Optional.empty()),
                        new Commitment.Exact.Kind(told.machineType(), OperatingSystem.LINUX),
                        told.quantity());
    }

    /** A size whose price on demand is not known is left out: nobody can say what it saves. */
    private Commitment plan(Planned told, RetailPrices.Known prices) throws ProviderException {
        SortedMap<SpendPlan.Item, SpendPlan.Rate> rates = new TreeMap<>();
        for (String type : market.types().keySet()) {
            Optional<Usd> onDemand = prices.onDemand(type, OperatingSystem.LINUX);
            Optional<Usd> planned = prices.planned(type, OperatingSystem.LINUX, told.years());
            if (onDemand.isPresent() && planned.isPresent()) {
                rates.put(
                        new SpendPlan.Item(group.region(), type, OperatingSystem.LINUX),
                        new SpendPlan.Rate(planned.get(), onDemand.get()));
            }
        }
        return new SpendPlan(told.id(), told.reach(), SpendPlan.Breadth.ANY, told.hourly(), rates);
    }

    private Shape shape(String type, String zone) throws ProviderException {
        Size size =
                Optional.ofNullable(market.types().get(type))
                        .map(MachineType::size)
                        .orElse(UNKNOWN_SIZE);
        Place place = new Place(AzureProvider.NAME, group.subscription(), group.region(), zone);
        Shape.Family family = new Shape.Family(MachineFamily.of(type), (long) size.cpus() * MILLI);
        return new Shape(place, type, OperatingSystem.LINUX, size, family);
    }

    /** What this source can launch on them: what is reserved first, then the cheapest. */
    private List<Shape> shapes(List<Commitment> all) throws ProviderException {
        List<Shape> reserved = new ArrayList<>();
        List<Shape> spent = new ArrayList<>();
        RetailPrices.Known prices = market.prices();
        for (Pool pool : market.soldOnDemand()) {
            if (pool.os() == OperatingSystem.LINUX) {
                Shape shape = shape(pool.machineType(), pool.place().zone());
                if (all.stream().anyMatch(one -> isReservedFor(one, shape))) {
                    reserved.add(shape);
                } else if (all.stream().anyMatch(one -> isRatedFor(one, shape))) {
                    spent.add(shape);
                }
            }
        }
        spent.sort(Comparator.comparingDouble(shape -> dollarsOfCpu(shape, prices)));
        return Stream.concat(reserved.stream().sorted(), spent.stream())
                .limit(MOST_SHAPES)
                .toList();
    }

    private static boolean isReservedFor(Commitment one, Shape shape) {
        return one instanceof Commitment.SizeFlexible units
                        && units.kind().family().equals(shape.family().name())
                || one instanceof Commitment.Exact exact
                        && exact.kind().machineType().equals(shape.machineType());
    }

    private static boolean isRatedFor(Commitment one, Shape shape) {
        return one instanceof SpendPlan plan
                && plan.rates()
                        .containsKey(
                                new SpendPlan.Item(
                                        shape.place().region(), shape.machineType(), shape.os()));
    }

    private static double dollarsOfCpu(Shape shape, RetailPrices.Known prices) {
        return prices.onDemand(shape.machineType(), shape.os())
                .map(price -> price.dollars() / shape.size().cpus())
                .orElse(Double.POSITIVE_INFINITY);
    }

    private List<Bought> readBought() throws ProviderException {
        List<Bought> found = new ArrayList<>();
        for (JsonNode told :
                readable(
                        "reservations/list",
                        "/providers/Microsoft.Capacity/reservations",
                        ApiVersions.RESERVATIONS)) {
            reserved(told).ifPresent(found::add);
        }
        for (JsonNode told :
                readable(
                        "savingsPlans/list",
                        "/providers/Microsoft.BillingBenefits/savingsPlans",
                        ApiVersions.SAVINGS_PLANS)) {
            planned(told).ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    private List<JsonNode> readable(String action, String path, String version)
            throws ProviderException {
        return permitted.or(
                List.of(), action, () -> arm.list(action, path + "?" + Query.of(version)));
    }

    private Optional<Bought> reserved(JsonNode told) {
        JsonNode properties = told.path("properties");
        int quantity = properties.path("quantity").asInt();
        boolean isOfMachines =
                properties.path("reservedResourceType").asText().equals("VirtualMachines")
                        && told.path("location").asText().equalsIgnoreCase(group.region());
        if (!isOfMachines || !holds(properties) || quantity < 1) {
            return Optional.empty();
        }
        boolean isFlexible = properties.path("instanceFlexibility").asText("On").equals("On");
        return reach(properties)
                .map(
                        reach ->
                                new Reserved(
                                        "reservation/" + told.path("name").asText(),
                                        reach,
                                        told.path("sku").path("name").asText(),
                                        quantity,
                                        isFlexible));
    }

    /** One in another currency than dollars cannot be set against prices in dollars. */
    private Optional<Bought> planned(JsonNode told) {
        JsonNode properties = told.path("properties");
        JsonNode hourly = properties.path("commitment");
        boolean isUsable =
                holds(properties)
                        && hourly.path("currencyCode").asText().equals("USD")
                        && hourly.path("grain").asText().equals("Hourly")
                        && hourly.path("amount").asDouble() > 0;
        if (!isUsable) {
            return Optional.empty();
        }
        Usd amount =
                new Usd(
                        hourly.path("amount")
                                .decimalValue()
                                .movePointRight(MICROS)
                                .setScale(0, RoundingMode.DOWN)
                                .longValueExact());
        // Azure prices plans of one and of three years; longer ones are as cheap as three at least.
        int years = properties.path("term").asText().equals("P1Y") ? 1 : 3;
        return reach(properties)
                .filter(any -> amount.micros() > 0)
                .map(
                        reach ->
                                new Planned(
                                        "plan/" + told.path("name").asText(),
                                        reach,
                                        amount,
                                        years));
    }

    private static boolean holds(JsonNode properties) {
        return properties.path("provisioningState").asText().equals("Succeeded")
                && !properties.path("archived").asBoolean();
    }

    /** Empty if it is for another subscription, or for one resource group only. */
    private Optional<Reach> reach(JsonNode properties) {
        if (!properties.path("appliedScopeType").asText().equals("Single")) {
            return Optional.of(new Reach(AzureProvider.NAME, Optional.empty()));
        }
        String ours = "/subscriptions/" + group.subscription().toLowerCase(Locale.ROOT);
        JsonNode scope = properties.path("appliedScopeProperties");
        List<String> told = new ArrayList<>();
        properties.path("appliedScopes").forEach(one -> told.add(one.asText()));
        told.add(scope.path("subscriptionId").asText());
        boolean isOurs =
                told.stream().anyMatch(one -> one.toLowerCase(Locale.ROOT).equals(ours))
                        && !scope.hasNonNull("resourceGroupId");
        return isOurs
                ? Optional.of(new Reach(AzureProvider.NAME, Optional.of(group.subscription())))
                : Optional.empty();
    }

    /**
     * All of the subscription and region that is not spot, whoever started it. Machines of uniform
     * scale sets are in no list of machines, so their sets are counted. One that is stopped counts,
     * too: better to think too little free.
     */
    private SortedMap<Kind, Integer> readRunning() throws ProviderException {
        SortedMap<Kind, Integer> counts = new TreeMap<>();
        for (JsonNode told : all("virtualMachines")) {
            JsonNode properties = told.path("properties");
            if (isHere(told) && !properties.path("priority").asText().equals("Spot")) {
                String type = properties.path("hardwareProfile").path("vmSize").asText();
                counts.merge(kind(type, told), 1, Integer::sum);
            }
        }
        for (JsonNode told : all("virtualMachineScaleSets")) {
            JsonNode properties = told.path("properties");
            int capacity = told.path("sku").path("capacity").asInt();
            boolean isSpot =
                    properties.at("/virtualMachineProfile/priority").asText().equals("Spot");
            boolean isUniform = !properties.path("orchestrationMode").asText().equals("Flexible");
            if (isHere(told) && isUniform && !isSpot && capacity > 0) {
                String type = told.path("sku").path("name").asText();
                counts.merge(kind(type, told), capacity, Integer::sum);
            }
        }
        return counts;
    }

    private List<JsonNode> all(String kind) throws ProviderException {
        String target =
                "/subscriptions/%s/providers/Microsoft.Compute/%s?%s"
                        .formatted(group.subscription(), kind, Query.of(ApiVersions.COMPUTE));
        return arm.list(kind + "/listAll", target);
    }

    private boolean isHere(JsonNode told) {
        return told.path("location").asText().equalsIgnoreCase(group.region());
    }

    private static Kind kind(String type, JsonNode told) {
        return new Kind(type, told.path("zones").path(0).asText(MachineTypes.REGIONAL));
    }
}
