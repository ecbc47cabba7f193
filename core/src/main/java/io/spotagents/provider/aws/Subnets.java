package io.spotagents.provider.aws;

import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import io.spotagents.provider.cloud.Cached;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * One subnet for each zone: of several in a zone, the one with most free addresses when they were
 * read. Safe to use from any thread.
 */
final class Subnets implements Zones {

    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofMinutes(5), Duration.ofDays(1));

    private static final Comparator<software.amazon.awssdk.services.ec2.model.Subnet> ROOMIEST =
            Comparator.comparing(
                            software.amazon.awssdk.services.ec2.model.Subnet
                                    ::availableIpAddressCount,
                            Comparator.nullsFirst(Comparator.naturalOrder()))
                    .thenComparing(software.amazon.awssdk.services.ec2.model.Subnet::subnetId);

    private final AwsClients clients;
    private final AwsSettings.Network network;
    private final Cached<SortedMap<String, Subnet>> byZone;

    Subnets(AwsClients clients, AwsSettings.Network network, InstantSource time) {
        this.clients = clients;
        this.network = network;
        this.byZone = new Cached<>(time, LIFE, this::read);
    }

    private record Subnet(String id, String zoneId) {}

    @Override
    public SortedMap<String, String> idsByName() throws ProviderException {
        SortedMap<String, String> ids = new TreeMap<>();
        byZone.value().forEach((zone, subnet) -> ids.put(zone, subnet.zoneId()));
        return ids;
    }

    /** The id of the subnet to launch in; empty if there is none in the zone. */
    Optional<String> in(String zone) throws ProviderException {
        return Optional.ofNullable(byZone.value().get(zone)).map(Subnet::id);
    }

    private SortedMap<String, Subnet> read() throws ProviderException {
        DescribeSubnetsRequest request = request();
        SortedMap<String, Subnet> found = new TreeMap<>();
        Ec2Refusals.asking(
                        "DescribeSubnets",
                        () ->
                                clients.ec2().describeSubnetsPaginator(request).subnets().stream()
                                        .sorted(ROOMIEST)
                                        .toList())
                .forEach(
                        one ->
                                found.put(
                                        one.availabilityZone(),
                                        new Subnet(
                                                one.subnetId(),
                                                Optional.ofNullable(one.availabilityZoneId())
                                                        .orElse(""))));
        if (found.isEmpty()) {
            String message = "DescribeSubnets: none is like that. Check the subnets' tags and VPC";
            throw new ProviderException(Refusal.of(Kind.INVALID_REQUEST, Scope.ACCOUNT, message));
        }
        return found;
    }

    private DescribeSubnetsRequest request() {
        if (!network.subnets().isEmpty()) {
            return DescribeSubnetsRequest.builder().subnetIds(network.subnets()).build();
        }
        List<Filter> filters = new ArrayList<>();
        network.vpc().ifPresent(id -> filters.add(filter("vpc-id", id)));
        network.subnetTags().forEach((key, value) -> filters.add(filter("tag:" + key, value)));
        return DescribeSubnetsRequest.builder().filters(filters).build();
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
