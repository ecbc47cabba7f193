package io.spotagents.provider.aws;

import io.spotagents.model.Size;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached;
import io.spotagents.provider.cloud.MarketCache;
import io.spotagents.provider.cloud.TypeFilter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;
import software.amazon.awssdk.services.ec2.model.LocationType;

/** The machine types that a source may use, and in which zones. Safe to use from any thread. */
final class MachineTypes {

    /** New types come a few times a year; reading them costs some fourteen pages. */
    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofHours(24), Duration.ofDays(7));

    /** The most that the actions allow. Source: their pages in the EC2 API Reference. */
    private static final int TYPES_IN_PAGE = 100;

    private static final int OFFERINGS_IN_PAGE = 1000;

    private final Ec2Client ec2;
    private final TypeFilter filter;
    private final Cached<SortedMap<String, MachineType>> types;
    private final Cached<SortedMap<String, SortedSet<String>>> zones;

    MachineTypes(Ec2Client ec2, TypeFilter filter, AwsMarket.Keeping kept, InstantSource time) {
        this.ec2 = ec2;
        this.filter = filter;
        this.types = new Cached<>(time, LIFE, this::readTypes, kept.figure("types", TYPES));
        this.zones = new Cached<>(time, LIFE, this::readZones, kept.figure("offerings", ZONES));
    }

    private record TypeRow(
            String name, int cpus, int memoryMib, List<String> runs, List<String> sold) {}

    /** All types, so that sources with other filters share what was read. */
    private static final MarketCache.Rows<SortedMap<String, MachineType>, TypeRow> TYPES =
            new MarketCache.Rows<>(
                    TypeRow[].class,
                    known ->
                            known.values().stream()
                                    .map(
                                            type ->
                                                    new TypeRow(
                                                            type.name(),
                                                            type.size().cpus(),
                                                            type.size().memoryMib(),
                                                            List.copyOf(type.architectures()),
                                                            List.copyOf(type.purchases())))
                                    .toList(),
                    rows -> byName(rows.stream().map(MachineTypes::type)));

    private record ZoneRow(String zone, List<String> types) {}

    private static final MarketCache.Rows<SortedMap<String, SortedSet<String>>, ZoneRow> ZONES =
            new MarketCache.Rows<>(
                    ZoneRow[].class,
                    known ->
                            known.entrySet().stream()
                                    .map(
                                            one ->
                                                    new ZoneRow(
                                                            one.getKey(),
                                                            List.copyOf(one.getValue())))
                                    .toList(),
                    rows -> {
                        SortedMap<String, SortedSet<String>> known = new TreeMap<>();
                        rows.forEach(row -> known.put(row.zone, new TreeSet<>(row.types)));
                        return known;
                    });

    /** Those that the filter admits, by name. */
    SortedMap<String, MachineType> types() throws ProviderException {
        return byName(types.value().values().stream().filter(this::isAdmitted));
    }

    /** Those that the filter does not admit as well: others of the account run on them. */
    Optional<MachineType> describe(String name) throws ProviderException {
        return Optional.ofNullable(types.value().get(name));
    }

    Optional<MachineType> find(String name) throws ProviderException {
        return describe(name).filter(this::isAdmitted);
    }

    private boolean isAdmitted(MachineType type) {
        return filter.admits(type.name(), type.size());
    }

    private static SortedMap<String, MachineType> byName(Stream<MachineType> types) {
        return types.collect(
                Collectors.toMap(
                        MachineType::name, Function.identity(), (one, same) -> one, TreeMap::new));
    }

    /** Names of the types that are sold in a zone, whether or not they are admitted. */
    SortedSet<String> in(String zone) throws ProviderException {
        return zones.value().getOrDefault(zone, new TreeSet<>());
    }

    /**
     * Not by "current generation": EC2 counts families out of it (m5, c5, r5, m6i) of which much
     * spot capacity is left. What is not on Nitro is older than all of these.
     */
    private SortedMap<String, MachineType> readTypes() throws ProviderException {
        DescribeInstanceTypesRequest request =
                DescribeInstanceTypesRequest.builder()
                        .filters(filter("hypervisor", "nitro"), filter("bare-metal", "false"))
                        .maxResults(TYPES_IN_PAGE)
                        .build();
        List<InstanceTypeInfo> told =
                Ec2Refusals.asking(
                        "DescribeInstanceTypes",
                        () ->
                                ec2.describeInstanceTypesPaginator(request).instanceTypes().stream()
                                        .toList());
        return byName(told.stream().map(MachineTypes::type));
    }

    private static MachineType type(TypeRow row) {
        return new MachineType(
                row.name,
                new Size(row.cpus, row.memoryMib),
                new TreeSet<>(row.runs),
                new TreeSet<>(row.sold));
    }

    private static MachineType type(InstanceTypeInfo told) {
        return new MachineType(
                told.instanceTypeAsString(),
                new Size(
                        told.vCpuInfo().defaultVCpus(),
                        Math.toIntExact(told.memoryInfo().sizeInMiB())),
                new TreeSet<>(told.processorInfo().supportedArchitecturesAsStrings()),
                new TreeSet<>(told.supportedUsageClassesAsStrings()));
    }

    private SortedMap<String, SortedSet<String>> readZones() throws ProviderException {
        DescribeInstanceTypeOfferingsRequest request =
                DescribeInstanceTypeOfferingsRequest.builder()
                        .locationType(LocationType.AVAILABILITY_ZONE)
                        .maxResults(OFFERINGS_IN_PAGE)
                        .build();
        Map<String, SortedSet<String>> told =
                Ec2Refusals.asking(
                        "DescribeInstanceTypeOfferings",
                        () ->
                                ec2
                                        .describeInstanceTypeOfferingsPaginator(request)
                                        .instanceTypeOfferings()
                                        .stream()
                                        .collect(
                                                Collectors.groupingBy(
                                                        InstanceTypeOffering::location,
                                                        Collectors.mapping(
                                                                InstanceTypeOffering
                                                                        ::instanceTypeAsString,
                                                                Collectors.toCollection(
                                                                        TreeSet::new)))));
        return new TreeMap<>(told);
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
