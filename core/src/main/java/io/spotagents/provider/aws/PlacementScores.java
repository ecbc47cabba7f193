package io.spotagents.provider.aws;

import io.spotagents.provider.PoolSignals.Placement;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached;
import io.spotagents.provider.cloud.MarketCache;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.GetSpotPlacementScoresRequest;
import software.amazon.awssdk.services.ec2.model.TargetCapacityUnitType;

/**
 * How likely EC2 thinks a request is to be granted, by zone. It scores groups of types, and those
 * of fewer than three low always, so types of one number of processors are asked about together,
 * the largest groups first, as far as the budget goes. Safe to use from any thread.
 */
final class PlacementScores {

    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofHours(1), Duration.ofHours(24));

    /** Below it every score is low. Source: "Spot placement score", EC2 User Guide. */
    private static final int FEWEST_TYPES = 3;

    private static final int MOST_TYPES = 1000;
    private static final int IN_PAGE = 1000;
    private static final double BEST = 10;

    private final Ec2Client ec2;
    private final String region;
    private final AwsSettings.Scores budget;
    private final MachineTypes types;
    private final Cached<Map<Key, Double>> scores;

    PlacementScores(
            AwsMarket.Scope scope, MachineTypes types, AwsMarket.Keeping kept, InstantSource time) {
        this.ec2 = scope.ec2();
        this.region = scope.region();
        this.budget = scope.scores();
        this.types = types;
        // Which groups are scored depends on both.
        String asked = Integer.toHexString((scope.filter() + " " + budget).hashCode());
        this.scores = new Cached<>(time, LIFE, this::read, kept.figure("scores." + asked, ROWS));
    }

    private record Key(String machineType, String zoneId) {}

    private record Row(String machineType, String zoneId, double score) {}

    private static final MarketCache.Rows<Map<Key, Double>, Row> ROWS =
            new MarketCache.Rows<>(
                    Row[].class,
                    known ->
                            known.entrySet().stream()
                                    .map(
                                            one ->
                                                    new Row(
                                                            one.getKey().machineType,
                                                            one.getKey().zoneId,
                                                            one.getValue()))
                                    .toList(),
                    rows -> {
                        Map<Key, Double> known = new HashMap<>();
                        rows.forEach(
                                row -> known.put(new Key(row.machineType, row.zoneId), row.score));
                        return Map.copyOf(known);
                    });

    /** All that are known, as of one moment. */
    record Known(Map<Key, Double> scores, Instant at) {

        Optional<Placement> of(String machineType, String zoneId) {
            return Optional.ofNullable(scores.get(new Key(machineType, zoneId)))
                    .map(score -> new Placement(score / BEST, OptionalInt.empty(), at));
        }
    }

    Known known() throws ProviderException {
        Cached.Dated<Map<Key, Double>> read = scores.get();
        return new Known(read.value(), read.at());
    }

    private Map<Key, Double> read() throws ProviderException {
        Map<Key, Double> found = new HashMap<>();
        for (SortedSet<String> group : groups()) {
            GetSpotPlacementScoresRequest request =
                    GetSpotPlacementScoresRequest.builder()
                            .instanceTypes(group)
                            .targetCapacity(budget.instances())
                            .targetCapacityUnitType(TargetCapacityUnitType.UNITS)
                            .singleAvailabilityZone(true)
                            .regionNames(region)
                            .maxResults(IN_PAGE)
                            .build();
            Ec2Refusals.asking(
                            "GetSpotPlacementScores",
                            () ->
                                    ec2
                                            .getSpotPlacementScoresPaginator(request)
                                            .spotPlacementScores()
                                            .stream()
                                            .toList())
                    .forEach(
                            one ->
                                    group.forEach(
                                            type ->
                                                    found.put(
                                                            new Key(type, one.availabilityZoneId()),
                                                            one.score().doubleValue())));
        }
        return Map.copyOf(found);
    }

    private List<SortedSet<String>> groups() throws ProviderException {
        Map<Integer, SortedSet<String>> byCpus = new TreeMap<>();
        for (MachineType type : types.types().values()) {
            SortedSet<String> group =
                    byCpus.computeIfAbsent(type.size().cpus(), cpus -> new TreeSet<>());
            if (type.purchases().contains("spot") && group.size() < MOST_TYPES) {
                group.add(type.name());
            }
        }
        List<SortedSet<String>> largestFirst = new ArrayList<>(byCpus.values());
        largestFirst.sort(Comparator.comparing(group -> -group.size()));
        return largestFirst.stream()
                .filter(group -> group.size() >= FEWEST_TYPES)
                .limit(budget.configurations())
                .toList();
    }
}
