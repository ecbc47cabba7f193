package io.spotagents.provider.aws;

import io.spotagents.provider.aws.FakeMachines.Machine;
import io.spotagents.provider.aws.FakeMachines.Made;
import io.spotagents.provider.aws.FakeMachines.Wish;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What the fake endpoint answers to each action. Guarded by its endpoint. */
final class FakeEc2Answers {

    private final FakeMachines machines;
    private final InstantSource time;
    private final Map<String, Function<Ec2Form, Ec2Xml>> actions =
            Map.ofEntries(
                    Map.entry("CreateFleet", this::createFleet),
                    Map.entry("CreateLaunchTemplate", this::createLaunchTemplate),
                    Map.entry("DescribeAvailabilityZones", form -> zones()),
                    Map.entry("DescribeImages", this::images),
                    Map.entry("DescribeInstances", this::instances),
                    Map.entry("DescribeInstanceTypeOfferings", this::offerings),
                    Map.entry("DescribeInstanceTypes", this::types),
                    Map.entry("DescribeSpotPriceHistory", this::prices),
                    Map.entry("DescribeSubnets", form -> subnets()),
                    Map.entry("GetCallerIdentity", form -> identity()),
                    Map.entry("GetSpotPlacementScores", form -> scores()),
                    Map.entry("RunInstances", this::runInstances),
                    Map.entry("TerminateInstances", this::terminate));

    final Set<String> templates = new HashSet<>();
    int pageAtMost = Integer.MAX_VALUE;

    FakeEc2Answers(FakeMachines machines, InstantSource time) {
        this.machines = machines;
        this.time = time;
    }

    String to(String action, Ec2Form form) {
        Function<Ec2Form, Ec2Xml> known = actions.get(action);
        if (known == null) {
            throw new Ec2Error(400, "InvalidAction", "There is no action " + action);
        }
        return new Ec2Xml()
                .with(action + "Response", known.apply(form).with("requestId", "r-1"))
                .toString();
    }

    private Ec2Xml createFleet(Ec2Form form) {
        String config = "LaunchTemplateConfigs.1.";
        requireTemplate(form.get(config + "LaunchTemplateSpecification.LaunchTemplateName"));
        String target = "TargetCapacitySpecification.";
        Wish wish =
                new Wish(
                        form.get(config + "Overrides.1.InstanceType"),
                        FakeCatalog.zone(form.get(config + "Overrides.1.SubnetId")),
                        form.get(target + "DefaultTargetCapacityType").equals("spot"),
                        form.number(target + "TotalTargetCapacity", 0),
                        form.tags("instance"));
        Made made = machines.make("fleet " + form.get("ClientToken"), form.parameters(), wish);
        return new Ec2Xml()
                .with("fleetId", "fleet-1")
                .list(
                        "errorSet",
                        made.errors(),
                        (xml, error) ->
                                xml.with("errorCode", error.code)
                                        .with("errorMessage", error.getMessage()))
                .list(
                        "fleetInstanceSet",
                        made.machines().isEmpty() ? List.of() : List.of(made),
                        (xml, it) ->
                                xml.with("instanceType", wish.type())
                                        .values(
                                                "instanceIds",
                                                it.machines().stream().map(m -> m.id).toList()));
    }

    private Ec2Xml runInstances(Ec2Form form) {
        requireTemplate(form.get("LaunchTemplate.LaunchTemplateName"));
        Wish wish =
                new Wish(
                        form.get("InstanceType"),
                        FakeCatalog.zone(form.get("SubnetId")),
                        form.get("InstanceMarketOptions.MarketType").equals("spot"),
                        form.number("MaxCount", 0),
                        form.tags("instance"));
        Made made = machines.make("run " + form.get("ClientToken"), form.parameters(), wish);
        if (made.machines().isEmpty()) {
            throw made.errors().get(0);
        }
        return new Ec2Xml().list("instancesSet", made.machines(), this::instance);
    }

    private void requireTemplate(String name) {
        if (!templates.contains(name)) {
            throw new Ec2Error(
                    400,
                    "InvalidLaunchTemplateName.NotFoundException",
                    "The launch template " + name + " does not exist");
        }
    }

    private Ec2Xml createLaunchTemplate(Ec2Form form) {
        String name = form.get("LaunchTemplateName");
        if (!templates.add(name)) {
            throw new Ec2Error(
                    400, "InvalidLaunchTemplateName.AlreadyExistsException", name + " is there");
        }
        return new Ec2Xml().with("launchTemplate", new Ec2Xml().with("launchTemplateName", name));
    }

    private Ec2Xml instances(Ec2Form form) {
        return paged(
                form,
                "reservationSet",
                machines.find(form.filters()),
                (xml, machine) ->
                        xml.with("reservationId", "r-" + machine.id)
                                .list("instancesSet", List.of(machine), this::instance));
    }

    private void instance(Ec2Xml xml, Machine machine) {
        xml.with("instanceId", machine.id)
                .with("instanceState", new Ec2Xml().with("name", machine.state(time.instant())))
                .with("instanceType", machine.type)
                .with("launchTime", machine.launched)
                .with("placement", new Ec2Xml().with("availabilityZone", machine.zone));
        if (machine.isSpot) {
            xml.with("instanceLifecycle", "spot");
        }
        xml.list(
                "tagSet",
                machine.tags.entrySet(),
                (item, tag) -> item.with("key", tag.getKey()).with("value", tag.getValue()));
    }

    private Ec2Xml terminate(Ec2Form form) {
        machines.end(form.list("InstanceId"));
        return new Ec2Xml();
    }

    private Ec2Xml types(Ec2Form form) {
        Map<String, List<String>> filters = form.filters();
        boolean isNitroOnly = filters.containsKey("hypervisor");
        boolean hasNoMetal = filters.containsKey("bare-metal");
        List<FakeCatalog.Type> wanted =
                FakeCatalog.TYPES.stream()
                        .filter(type -> type.isNitro() || !isNitroOnly)
                        .filter(type -> !type.isMetal() || !hasNoMetal)
                        .toList();
        return paged(
                form,
                "instanceTypeSet",
                wanted,
                (xml, type) ->
                        xml.with("instanceType", type.name())
                                .values("supportedUsageClasses", List.of("on-demand", "spot"))
                                .with(
                                        "processorInfo",
                                        new Ec2Xml()
                                                .values(
                                                        "supportedArchitectures",
                                                        List.of(type.architecture())))
                                .with("vCpuInfo", new Ec2Xml().with("defaultVCpus", type.cpus()))
                                .with(
                                        "memoryInfo",
                                        new Ec2Xml().with("sizeInMiB", type.memoryMib())));
    }

    private Ec2Xml offerings(Ec2Form form) {
        return paged(
                form,
                "instanceTypeOfferingSet",
                FakeCatalog.offerings(),
                (xml, it) -> xml.with("instanceType", it[0]).with("location", it[1]));
    }

    private record Price(FakeCatalog.Type type, String zone, String product) {}

    private Ec2Xml prices(Ec2Form form) {
        List<Price> prices =
                FakeCatalog.TYPES.stream()
                        .flatMap(
                                type ->
                                        FakeCatalog.ZONES.keySet().stream()
                                                .flatMap(
                                                        zone ->
                                                                form
                                                                        .list("ProductDescription")
                                                                        .stream()
                                                                        .map(
                                                                                it ->
                                                                                        new Price(
                                                                                                type,
                                                                                                zone,
                                                                                                it))))
                        .toList();
        return paged(
                form,
                "spotPriceHistorySet",
                prices,
                (xml, it) ->
                        xml.with("instanceType", it.type.name())
                                .with("availabilityZone", it.zone)
                                .with("productDescription", it.product)
                                .with("spotPrice", FakeCatalog.spotPrice(it.type, it.zone))
                                .with("timestamp", "2026-01-01T00:00:00.000Z"));
    }

    private static Ec2Xml subnets() {
        return new Ec2Xml()
                .list(
                        "subnetSet",
                        FakeCatalog.ZONES.entrySet(),
                        (xml, zone) ->
                                xml.with("subnetId", FakeCatalog.subnet(zone.getKey()))
                                        .with("availabilityZone", zone.getKey())
                                        .with("availabilityZoneId", zone.getValue())
                                        .with("availableIpAddressCount", 4000));
    }

    private static Ec2Xml zones() {
        return new Ec2Xml()
                .list(
                        "availabilityZoneInfo",
                        FakeCatalog.ZONES.entrySet(),
                        (xml, zone) ->
                                xml.with("zoneName", zone.getKey())
                                        .with("zoneId", zone.getValue()));
    }

    private static Ec2Xml scores() {
        return new Ec2Xml()
                .list(
                        "spotPlacementScoreSet",
                        FakeCatalog.ZONES.values(),
                        (xml, zone) ->
                                xml.with("region", FakeCatalog.REGION)
                                        .with("availabilityZoneId", zone)
                                        .with("score", zone.endsWith("4") ? 9 : 3));
    }

    private Ec2Xml images(Ec2Form form) {
        List<String> ids = form.list("ImageId");
        List<String> found = ids.isEmpty() ? List.of(FakeCatalog.X86_IMAGE) : ids;
        return new Ec2Xml()
                .list(
                        "imagesSet",
                        found,
                        (xml, id) ->
                                xml.with("imageId", id)
                                        .with(
                                                "architecture",
                                                id.equals(FakeCatalog.ARM_IMAGE)
                                                        ? "arm64"
                                                        : "x86_64")
                                        .with("rootDeviceName", "/dev/xvda")
                                        .with("creationDate", "2026-01-01T00:00:00.000Z"));
    }

    private static Ec2Xml identity() {
        return new Ec2Xml()
                .with(
                        "GetCallerIdentityResult",
                        new Ec2Xml()
                                .with("Arn", "arn:aws:iam::" + FakeCatalog.ACCOUNT + ":user/ci")
                                .with("Account", FakeCatalog.ACCOUNT));
    }

    private <T> Ec2Xml paged(Ec2Form form, String name, List<T> all, BiConsumer<Ec2Xml, T> each) {
        int from = form.number("NextToken", 0);
        int size = Math.min(pageAtMost, form.number("MaxResults", Integer.MAX_VALUE));
        int to = (int) Math.min(all.size(), (long) from + size);
        Collection<T> page = all.subList(Math.min(from, all.size()), to);
        Ec2Xml xml = new Ec2Xml().list(name, page, each);
        return to < all.size() ? xml.with("nextToken", to) : xml;
    }
}
