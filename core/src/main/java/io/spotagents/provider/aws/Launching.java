package io.spotagents.provider.aws;

import io.spotagents.model.Pool;
import io.spotagents.provider.LaunchRequest;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.CreateFleetRequest;
import software.amazon.awssdk.services.ec2.model.DefaultTargetCapacityType;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateConfigRequest;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverridesRequest;
import software.amazon.awssdk.services.ec2.model.FleetType;
import software.amazon.awssdk.services.ec2.model.InstanceInterruptionBehavior;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.SpotInstanceInterruptionBehavior;
import software.amazon.awssdk.services.ec2.model.SpotInstanceType;

/**
 * One launch, ready to be asked for. The same request always makes the same calls, since EC2
 * refuses a token that comes with other parameters.
 *
 * @param sites the one that was chosen, then those among which EC2 may choose besides
 * @param template name of the launch template
 * @param userData for this launch alone, not encoded; empty if the template has it
 */
record Launching(LaunchRequest request, List<Site> sites, String template, String userData) {

    /** Ours are never changed, so their first version is their only one. */
    private static final String VERSION = "1";

    CreateFleetRequest fleet(AwsSettings.Ways ways) {
        CreateFleetRequest.Builder fleet =
                CreateFleetRequest.builder()
                        .type(FleetType.INSTANT)
                        .clientToken(token())
                        .launchTemplateConfigs(pools())
                        .targetCapacitySpecification(
                                target ->
                                        target.totalTargetCapacity(request.count())
                                                .defaultTargetCapacityType(
                                                        isSpot()
                                                                ? DefaultTargetCapacityType.SPOT
                                                                : DefaultTargetCapacityType
                                                                        .ON_DEMAND))
                        .tagSpecifications(
                                Tagging.of(
                                        ResourceType.INSTANCE,
                                        Tagging.merged(ways.tags(), OwnerTags.of(request))),
                                Tagging.of(ResourceType.FLEET, OwnerTags.ofVolumes(request)));
        if (isSpot()) {
            fleet.spotOptions(
                    spot ->
                            spot.allocationStrategy(ways.allocationStrategy())
                                    .instanceInterruptionBehavior(
                                            SpotInstanceInterruptionBehavior.TERMINATE));
        }
        return fleet.build();
    }

    RunInstancesRequest run(AwsSettings.Ways ways) {
        RunInstancesRequest.Builder run =
                RunInstancesRequest.builder()
                        .clientToken(token())
                        .launchTemplate(it -> it.launchTemplateName(template).version(VERSION))
                        .instanceType(request.pool().machineType())
                        .subnetId(sites.get(0).subnet())
                        .minCount(1)
                        .maxCount(request.count())
                        .tagSpecifications(
                                Tagging.of(
                                        ResourceType.INSTANCE,
                                        Tagging.merged(ways.tags(), OwnerTags.of(request))));
        if (isSpot()) {
            run.instanceMarketOptions(
                    market ->
                            market.marketType(MarketType.SPOT)
                                    .spotOptions(
                                            spot ->
                                                    spot.spotInstanceType(SpotInstanceType.ONE_TIME)
                                                            .instanceInterruptionBehavior(
                                                                    InstanceInterruptionBehavior
                                                                            .TERMINATE)));
        }
        if (!userData.isEmpty()) {
            run.userData(LaunchTemplates.base64(userData));
        }
        return run.build();
    }

    private FleetLaunchTemplateConfigRequest pools() {
        return FleetLaunchTemplateConfigRequest.builder()
                .launchTemplateSpecification(it -> it.launchTemplateName(template).version(VERSION))
                .overrides(sites.stream().map(Launching::override).toList())
                .build();
    }

    private static FleetLaunchTemplateOverridesRequest override(Site site) {
        return FleetLaunchTemplateOverridesRequest.builder()
                .instanceType(site.pool().machineType())
                .subnetId(site.subnet())
                .build();
    }

    /** Of a machine type in a subnet; what was chosen if EC2 does not tell. */
    Pool pool(String type, String subnet) {
        return sites.stream()
                .filter(site -> site.pool().machineType().equals(type))
                .filter(site -> site.subnet().equals(subnet))
                .map(Site::pool)
                .findFirst()
                .orElse(request.pool());
    }

    private String token() {
        return request.owner().intent().toString();
    }

    private boolean isSpot() {
        return request.pool().purchase().isReclaimed();
    }
}
