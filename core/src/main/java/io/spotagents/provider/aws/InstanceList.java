package io.spotagents.provider.aws;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.Owner;
import io.spotagents.provider.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Reservation;

/** The account's instances, found by their tags. */
final class InstanceList {

    /** The most that the action allows. Source: its page in the EC2 API Reference. */
    private static final int IN_PAGE = 1000;

    private static final List<String> ALIVE =
            List.of("pending", "running", "shutting-down", "stopping", "stopped");

    private final Ec2Client ec2;
    private final String region;
    private final AwsMarket.Id account;
    private final AwsSettings.Address address;

    /**
     * @param address which one is told of each instance
     */
    InstanceList(Ec2Client ec2, String region, AwsMarket.Id account, AwsSettings.Address address) {
        this.ec2 = ec2;
        this.region = region;
        this.account = account;
        this.address = address;
    }

    /** Those of a controller that have not ended. */
    List<Instance> of(UUID controller) throws ProviderException {
        return read(
                filter("tag:" + OwnerTags.CONTROLLER, controller.toString()),
                Filter.builder().name("instance-state-name").values(ALIVE).build());
    }

    /** Those that a launch made, also those that have ended since and are not forgotten yet. */
    List<Instance> ofLaunch(Owner owner) throws ProviderException {
        return read(
                filter("tag:" + OwnerTags.CONTROLLER, owner.controller().toString()),
                filter("tag:" + OwnerTags.INTENT, owner.intent().toString()));
    }

    private List<Instance> read(Filter... filters) throws ProviderException {
        DescribeInstancesRequest request =
                DescribeInstancesRequest.builder().filters(filters).maxResults(IN_PAGE).build();
        List<Reservation> reservations =
                Ec2Refusals.asking(
                        "DescribeInstances",
                        () ->
                                ec2.describeInstancesPaginator(request).stream()
                                        .flatMap(page -> page.reservations().stream())
                                        .toList());
        List<Instance> instances = new ArrayList<>();
        for (Reservation reservation : reservations) {
            for (var told : reservation.instances()) {
                instance(told).ifPresent(instances::add);
            }
        }
        return instances;
    }

    private Optional<Instance> instance(software.amazon.awssdk.services.ec2.model.Instance told)
            throws ProviderException {
        Map<String, String> tags = Tagging.map(told.tags());
        Optional<Owner> owner = OwnerTags.owner(tags);
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        boolean isSpot = told.instanceLifecycle() == InstanceLifecycleType.SPOT;
        boolean isWindows = "windows".equalsIgnoreCase(told.platformAsString());
        Pool pool =
                new Pool(
                        new Place(
                                AwsProvider.NAME,
                                account.get(),
                                region,
                                told.placement().availabilityZone()),
                        told.instanceTypeAsString(),
                        isWindows ? OperatingSystem.WINDOWS : OperatingSystem.LINUX,
                        OwnerTags.purchase(tags, isSpot));
        InstanceStateName state = told.state().name();
        return Optional.of(
                new Instance(
                        told.instanceId(),
                        pool,
                        owner.get(),
                        state(state),
                        told.launchTime(),
                        address(told)));
    }

    private Optional<String> address(software.amazon.awssdk.services.ec2.model.Instance told) {
        String known =
                switch (address) {
                    case PRIVATE -> told.privateIpAddress();
                    case PUBLIC -> told.publicIpAddress();
                };
        return Optional.ofNullable(known).filter(it -> !it.isEmpty());
    }

    /** Nothing of ours stops by itself; what a person stopped is still ours to end. */
    private static InstanceState state(InstanceStateName name) {
        return switch (name) {
            case PENDING -> InstanceState.BOOTING;
            case RUNNING, STOPPING, STOPPED, UNKNOWN_TO_SDK_VERSION -> InstanceState.RUNNING;
            case SHUTTING_DOWN, TERMINATED -> InstanceState.ENDING;
        };
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
