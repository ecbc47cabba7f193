package io.spotagents.provider.aws;

import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CpuOptions;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.Tenancy;

/** What runs in the account and region, whoever started it. Safe to use from any thread. */
final class AccountUse {

    /** What we launch ourselves is counted by the loop; what others do is known a little later. */
    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMinutes(1));

    private static final int IN_PAGE = 1000;

    private final Ec2Client ec2;
    private final Cached<Map<Kind, Integer>> running;

    AccountUse(Ec2Client ec2, InstantSource time) {
        this.ec2 = ec2;
        this.running = new Cached<>(time, LIFE, this::read);
    }

    /**
     * Instances that are the same to quotas and commitments.
     *
     * @param os empty for one that commitments of ours do not cover, such as Linux with a license
     * @param cpus virtual processors
     * @param isShared whether it is on hardware that others use as well
     */
    record Kind(
            String machineType,
            String zone,
            Optional<OperatingSystem> os,
            int cpus,
            boolean isSpot,
            boolean isShared) {}

    /** How many run of each kind. */
    Cached.Dated<Map<Kind, Integer>> running() throws ProviderException {
        return running.get();
    }

    private Map<Kind, Integer> read() throws ProviderException {
        Filter alive =
                Filter.builder().name("instance-state-name").values("pending", "running").build();
        DescribeInstancesRequest request =
                DescribeInstancesRequest.builder().filters(alive).maxResults(IN_PAGE).build();
        List<Kind> kinds =
                Ec2Refusals.asking(
                        "DescribeInstances",
                        () ->
                                ec2.describeInstancesPaginator(request).stream()
                                        .flatMap(page -> page.reservations().stream())
                                        .flatMap(reservation -> reservation.instances().stream())
                                        .map(AccountUse::kind)
                                        .toList());
        Map<Kind, Integer> counts = new HashMap<>();
        kinds.forEach(kind -> counts.merge(kind, 1, Integer::sum));
        return Map.copyOf(counts);
    }

    private static Kind kind(Instance told) {
        CpuOptions cpus = told.cpuOptions();
        boolean isTold = cpus != null && cpus.coreCount() != null && cpus.threadsPerCore() != null;
        Tenancy tenancy = told.placement().tenancy();
        return new Kind(
                told.instanceTypeAsString(),
                told.placement().availabilityZone(),
                platform(told.platformDetails()),
                isTold ? cpus.coreCount() * cpus.threadsPerCore() : 0,
                told.instanceLifecycle() == InstanceLifecycleType.SPOT,
                tenancy == null || tenancy == Tenancy.DEFAULT);
    }

    /**
     * Also the description of a product, which may name the network besides. Source: "Understand
     * AMI billing information", EC2 User Guide.
     */
    static Optional<OperatingSystem> platform(String details) {
        return switch (String.valueOf(details).replace(" (Amazon VPC)", "")) {
            case "Linux/UNIX" -> Optional.of(OperatingSystem.LINUX);
            case "Windows" -> Optional.of(OperatingSystem.WINDOWS);
            default -> Optional.empty();
        };
    }
}
