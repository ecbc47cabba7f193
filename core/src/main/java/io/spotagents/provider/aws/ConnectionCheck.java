package io.spotagents.provider.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.cloud.Cached;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateFleetRequest;
import software.amazon.awssdk.services.ec2.model.DefaultTargetCapacityType;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateConfigRequest;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverridesRequest;
import software.amazon.awssdk.services.ec2.model.FleetType;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfileSpecification;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/**
 * Finds out which permissions the credentials have, one by one, for whoever configures a source.
 * Changes nothing: EC2 is asked for a dry run, other services are read from.
 */
// Source: "Verify that you have the required permissions", EC2 API Reference (dry runs).
public final class ConnectionCheck {

    private static final String ALLOWED = "DryRunOperation";

    private static final Set<String> MISSING =
            Set.of("UnauthorizedOperation", "AccessDenied", "AccessDeniedException");

    /** Any type will do: what may be launched does not depend on it. */
    private static final String SOME_TYPE = "m5.large";

    private static final int IN_PAGE = 5;

    private final AwsClients clients;
    private final AwsSettings settings;
    private final Ec2Client ec2;
    private final List<Result> results = new ArrayList<>();

    private ConnectionCheck(AwsClients clients, AwsSettings settings) {
        this.clients = clients;
        this.settings = settings;
        this.ec2 = clients.ec2();
    }

    /** What came of the check of one permission. */
    public enum Outcome {
        OK,
        MISSING,
        NOT_CHECKED
    }

    /**
     * One permission.
     *
     * @param action as policies name it, such as {@code ec2:CreateFleet}
     * @param why what AWS said, or why it could not be checked; empty if it is there
     * @param neededFor what does not work without it, for people
     */
    public record Result(String action, Outcome outcome, String why, String neededFor) {

        /** One sentence for people. */
        @Override
        public String toString() {
            return switch (outcome) {
                case OK -> action + ": ok";
                case MISSING -> action + ": missing, needed for " + neededFor + " (" + why + ")";
                case NOT_CHECKED ->
                        action
                                + ": could not be checked, needed for "
                                + neededFor
                                + " ("
                                + why
                                + ")";
            };
        }
    }

    /**
     * Checks all permissions that a source needs. Some thirty calls; takes seconds. Credentials
     * that are wrong altogether are the only result.
     */
    public static List<Result> run(AwsClients clients, AwsSettings settings) {
        ConnectionCheck check = new ConnectionCheck(clients, settings);
        if (check.hasCredentials()) {
            check.reading();
            check.otherServices();
            check.launching();
            check.ending();
        }
        return List.copyOf(check.results);
    }

    private boolean hasCredentials() {
        String action = "sts:GetCallerIdentity";
        String needed = "everything: these are the account's credentials";
        tried(
                action,
                needed,
                () -> Ec2Refusals.asking(action, () -> clients.sts().getCallerIdentity(r -> {})));
        return results.get(0).outcome() == Outcome.OK;
    }

    private void reading() {
        dry("DescribeInstanceTypes", "pools", () -> ec2.describeInstanceTypes(r -> r.dryRun(true)));
        dry(
                "DescribeInstanceTypeOfferings",
                "pools",
                () -> ec2.describeInstanceTypeOfferings(r -> r.dryRun(true)));
        dry(
                "DescribeSpotPriceHistory",
                "spot prices",
                () -> ec2.describeSpotPriceHistory(r -> r.dryRun(true)));
        dry(
                "DescribeSubnets",
                "zones to launch in",
                () -> ec2.describeSubnets(r -> r.dryRun(true)));
        dry("DescribeImages", "images", () -> ec2.describeImages(r -> r.dryRun(true)));
        dry("DescribeInstances", "everything", () -> ec2.describeInstances(r -> r.dryRun(true)));
        if (settings.ways().scores().configurations() > 0) {
            dry(
                    "GetSpotPlacementScores",
                    "placement scores",
                    () ->
                            ec2.getSpotPlacementScores(
                                    r ->
                                            r.targetCapacity(1)
                                                    .instanceTypes(SOME_TYPE)
                                                    .dryRun(true)));
        }
        dry(
                "DescribeReservedInstances",
                "using reserved instances first",
                () -> ec2.describeReservedInstances(r -> r.dryRun(true)));
        dry(
                "DescribeCapacityReservations",
                "using capacity reservations first",
                () -> ec2.describeCapacityReservations(r -> r.dryRun(true)));
        dry(
                "DescribeLaunchTemplates",
                "cleaning up launch templates",
                () -> ec2.describeLaunchTemplates(r -> r.dryRun(true)));
    }

    private void otherServices() {
        String region = settings.region();
        ObjectNode product = SignedCalls.question().put("ServiceCode", "AmazonEC2");
        read(
                SignedService.pricing(region),
                "GetProducts",
                product.put("MaxResults", 1),
                "on-demand prices");
        ObjectNode quota = SignedCalls.question().put("ServiceCode", "ec2");
        read(
                SignedService.quotas(region),
                "ListServiceQuotas",
                quota.put("MaxResults", 1),
                "planning within quotas");
        ObjectNode plan = SignedCalls.question().put("maxResults", 1);
        read(
                SignedService.savingsPlans(),
                "DescribeSavingsPlans",
                plan,
                "using savings plans first");
        settings.images().stream()
                .filter(image -> image.by() == ImageChoice.By.PARAMETER)
                .findFirst()
                .ifPresent(
                        image ->
                                tried(
                                        "ssm:GetParameter",
                                        "the image named by " + image.text(),
                                        () ->
                                                Ec2Refusals.asking(
                                                        "ssm:GetParameter",
                                                        () ->
                                                                clients.ssm()
                                                                        .getParameter(
                                                                                r ->
                                                                                        r.name(
                                                                                                image
                                                                                                        .text())))));
    }

    /** What a launch is allowed is asked bit by bit, so that what is missing has a name. */
    private void launching() {
        dry(
                "CreateLaunchTemplate",
                "launches",
                () ->
                        ec2.createLaunchTemplate(
                                r ->
                                        r.launchTemplateName(AwsProvider.PREFIX + "check")
                                                .launchTemplateData(
                                                        RequestLaunchTemplateData.builder()
                                                                .instanceType(SOME_TYPE)
                                                                .build())
                                                .dryRun(true)));
        Optional<String> image =
                settings.images().stream()
                        .filter(one -> one.by() == ImageChoice.By.ID)
                        .map(ImageChoice::text)
                        .findFirst();
        if (image.isEmpty()) {
            String why = "no image of the source is named by its id";
            add("ec2:RunInstances", Outcome.NOT_CHECKED, why, "launches");
        } else {
            boolean mayRun = run("RunInstances", "launches", image.get(), r -> {});
            if (mayRun) {
                run("CreateTags", "tags, which every launch carries", image.get(), this::tag);
                settings.hardware()
                        .instanceProfile()
                        .ifPresent(
                                name ->
                                        run(
                                                "iam:PassRole",
                                                "the instance profile",
                                                image.get(),
                                                r -> r.iamInstanceProfile(profile(name))));
            }
        }
    }

    private static IamInstanceProfileSpecification profile(String named) {
        IamInstanceProfileSpecification.Builder profile = IamInstanceProfileSpecification.builder();
        return (named.startsWith("arn:") ? profile.arn(named) : profile.name(named)).build();
    }

    private void tag(RunInstancesRequest.Builder run) {
        SortedMap<String, String> ours = new TreeMap<>(Map.of(OwnerTags.CONTROLLER, "check"));
        run.tagSpecifications(
                Tagging.of(ResourceType.INSTANCE, ours), Tagging.of(ResourceType.VOLUME, ours));
    }

    /** May be done to what carries our tags alone, so it is tried on something that does. */
    private void ending() {
        Filter ours = Filter.builder().name("tag-key").values(OwnerTags.CONTROLLER).build();
        String launches = "launches";
        String ends = "ending instances";
        String cleaning = "cleaning up launch templates";
        Optional<String> template = first(() -> templates(ours));
        Optional<String> instance = first(() -> instances(ours));
        if (template.isPresent()) {
            dry("CreateFleet", launches, () -> ec2.createFleet(r -> fleet(r, template.get())));
            dry(
                    "DeleteLaunchTemplate",
                    cleaning,
                    () ->
                            ec2.deleteLaunchTemplate(
                                    r -> r.launchTemplateId(template.get()).dryRun(true)));
        } else {
            String why = "there is no launch template of ours yet to try it on";
            add("ec2:CreateFleet", Outcome.NOT_CHECKED, why, launches);
            add("ec2:DeleteLaunchTemplate", Outcome.NOT_CHECKED, why, cleaning);
        }
        if (instance.isPresent()) {
            dry(
                    "TerminateInstances",
                    ends,
                    () -> ec2.terminateInstances(r -> r.instanceIds(instance.get()).dryRun(true)));
        } else {
            String why = "there is no instance of ours yet to try it on";
            add("ec2:TerminateInstances", Outcome.NOT_CHECKED, why, ends);
        }
    }

    private Stream<String> templates(Filter ours) {
        return ec2.describeLaunchTemplates(r -> r.filters(ours)).launchTemplates().stream()
                .map(LaunchTemplate::launchTemplateId);
    }

    private Stream<String> instances(Filter ours) {
        Filter running =
                Filter.builder().name("instance-state-name").values("pending", "running").build();
        return ec2
                .describeInstances(r -> r.filters(ours, running).maxResults(IN_PAGE))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .map(Instance::instanceId);
    }

    /** Empty if it may not be read as well: that is told already. */
    private static Optional<String> first(Supplier<Stream<String>> ids) {
        try {
            return ids.get().findFirst();
        } catch (SdkException e) {
            return Optional.empty();
        }
    }

    private static void fleet(CreateFleetRequest.Builder fleet, String template) {
        fleet.type(FleetType.INSTANT)
                .dryRun(true)
                .targetCapacitySpecification(
                        it ->
                                it.totalTargetCapacity(1)
                                        .defaultTargetCapacityType(DefaultTargetCapacityType.SPOT))
                .launchTemplateConfigs(
                        FleetLaunchTemplateConfigRequest.builder()
                                .launchTemplateSpecification(
                                        it -> it.launchTemplateId(template).version("1"))
                                .overrides(
                                        FleetLaunchTemplateOverridesRequest.builder()
                                                .instanceType(SOME_TYPE)
                                                .build())
                                .build());
    }

    private boolean run(
            String action,
            String needed,
            String image,
            Consumer<RunInstancesRequest.Builder> more) {
        dry(
                action,
                needed,
                () ->
                        ec2.runInstances(
                                r -> {
                                    r.imageId(image).minCount(1).maxCount(1).dryRun(true);
                                    r.instanceType(SOME_TYPE);
                                    settings.network().subnets().stream()
                                            .findFirst()
                                            .ifPresent(r::subnetId);
                                    more.accept(r);
                                }));
        return results.get(results.size() - 1).outcome() == Outcome.OK;
    }

    private void dry(String action, String needed, Runnable call) {
        String name = action.indexOf(':') < 0 ? "ec2:" + action : action;
        try {
            call.run();
            add(name, Outcome.OK, "", needed);
        } catch (SdkException e) {
            String code = e instanceof AwsServiceException told ? Ec2Refusals.code(told) : "";
            if (code.equals(ALLOWED)) {
                add(name, Outcome.OK, "", needed);
            } else {
                Outcome outcome = MISSING.contains(code) ? Outcome.MISSING : Outcome.NOT_CHECKED;
                add(name, outcome, Ec2Refusals.of(action, "", e).message(), needed);
            }
        }
    }

    private void read(SignedService service, String action, ObjectNode question, String needed) {
        tried(
                service.name() + ":" + action,
                needed,
                () -> clients.signed().ask(service, action, question));
    }

    private void tried(String action, String needed, Cached.Reading<?> reading) {
        try {
            reading.read();
            add(action, Outcome.OK, "", needed);
        } catch (ProviderException e) {
            boolean isMissing = e.refusal().kind() == Refusal.Kind.NOT_ALLOWED;
            add(
                    action,
                    isMissing ? Outcome.MISSING : Outcome.NOT_CHECKED,
                    e.refusal().message(),
                    needed);
        }
    }

    private void add(String action, Outcome outcome, String why, String neededFor) {
        results.add(new Result(action, outcome, why, neededFor));
    }
}
