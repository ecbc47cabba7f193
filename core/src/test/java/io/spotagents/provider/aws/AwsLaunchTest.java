package io.spotagents.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import io.spotagents.testing.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwsLaunchTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeEc2 ec2 = FakeEc2.start(time);
    private final AwsSource source = new AwsSource(ec2.endpoint(), time);
    private final AwsProvider aws = source.provider();

    @AfterEach
    void close() {
        source.close();
        ec2.close();
    }

    @Test
    void asksOnePoolForAllWithOneCallAndItsToken() {
        LaunchRequest request = request(AwsSource.SPOT, 500);

        LaunchReply reply = aws.launch(request);

        assertThat(reply.instances()).hasSize(500);
        assertThat(ec2.requests("CreateFleet")).hasSize(1);
        Ec2Form sent = ec2.requests("CreateFleet").get(0);
        assertThat(sent.get("ClientToken")).isEqualTo(request.owner().intent().toString());
        assertThat(sent.get("Type")).isEqualTo("instant");
        assertThat(sent.get("SpotOptions.AllocationStrategy"))
                .isEqualTo("price-capacity-optimized");
        assertThat(sent.get("LaunchTemplateConfigs.1.Overrides.1.SubnetId")).isEqualTo("subnet-a");
        assertThat(sent.fields()).doesNotContainKey("LaunchTemplateConfigs.1.Overrides.2.SubnetId");
        assertThat(sent.tags("instance"))
                .containsEntry("spot-agents:controller", new UUID(1, 1).toString())
                .containsEntry("spot-agents:intent", request.owner().intent().toString())
                .containsEntry("spot-agents:template", "template");
    }

    @Test
    void onDemandIsAskedForAsSuch() throws Exception {
        aws.launch(request(AwsSource.SPOT.with(Purchase.ON_DEMAND), 1));
        aws.launch(request(AwsSource.SPOT.with(Purchase.COMMITMENT), 1));

        assertThat(ec2.requests("CreateFleet"))
                .extracting(it -> it.get("TargetCapacitySpecification.DefaultTargetCapacityType"))
                .containsExactly("on-demand", "on-demand");
        assertThat(aws.list(new UUID(1, 1)).instances())
                .extracting(it -> it.pool().purchase())
                .containsExactly(Purchase.ON_DEMAND, Purchase.COMMITMENT);
    }

    @Test
    void launchesOfOneConfigurationShareALaunchTemplate() {
        aws.launch(request(AwsSource.SPOT, 1));
        aws.launch(request(AwsSource.OTHER, 1));
        source.provider().launch(request(AwsSource.OTHER, 1));

        assertThat(ec2.requests("CreateLaunchTemplate")).hasSize(2);
        assertThat(ec2.requests("CreateLaunchTemplate"))
                .extracting(it -> it.get("LaunchTemplateName"))
                .containsOnly(
                        ec2.requests("CreateLaunchTemplate").get(0).get("LaunchTemplateName"));
    }

    @Test
    void awsMayChooseAmongPoolsThatAreAsLargeAndNoDearer() {
        AwsProvider choosing =
                source.provider(
                        AwsSource.settings(
                                AwsSettings.Ways.with(request -> "#!/bin/sh")
                                        .with(AwsSettings.Method.FLEET_OF_POOLS)));
        Pool chosen = AwsSource.pool("m5.large", "us-east-1b", Purchase.SPOT);
        Pool sameForLess = AwsSource.pool("m5.large", "us-east-1a", Purchase.SPOT);
        ec2.stock("m5.large", "us-east-1a", 700);
        ec2.stock("m5.large", "us-east-1b", 5);

        LaunchReply reply = choosing.launch(request(chosen, 10));

        Ec2Form sent = ec2.requests("CreateFleet").get(0);
        String overrides = "LaunchTemplateConfigs.1.Overrides.";
        assertThat(sent.get(overrides + "1.SubnetId")).isEqualTo("subnet-b");
        assertThat(sent.get(overrides + "2.SubnetId")).isEqualTo("subnet-a");
        assertThat(sent.fields()).doesNotContainKey(overrides + "3.SubnetId");
        assertThat(reply.refusals()).isEmpty();
        assertThat(reply.instances()).hasSize(10).allMatch(it -> it.pool().equals(sameForLess));
    }

    @Test
    void awsChoosesNoOtherPoolOfWhatIsNotReclaimed() {
        AwsProvider choosing =
                source.provider(
                        AwsSource.settings(
                                AwsSettings.Ways.with(request -> "#!/bin/sh")
                                        .with(AwsSettings.Method.FLEET_OF_POOLS)));

        choosing.launch(request(AwsSource.pool("m5.large", "us-east-1b", Purchase.ON_DEMAND), 1));

        assertThat(ec2.requests("CreateFleet").get(0).fields())
                .doesNotContainKey("LaunchTemplateConfigs.1.Overrides.2.SubnetId");
    }

    @Test
    void aMachineTypeIsLaunchedWithTheImageThatRunsOnIt() {
        aws.launch(request(AwsSource.SPOT, 1));
        aws.launch(
                new LaunchRequest(
                        owner(),
                        AwsSource.pool("m6g.large", "us-east-1a", Purchase.SPOT),
                        1,
                        Duration.ofMinutes(5)));

        assertThat(ec2.requests("CreateLaunchTemplate"))
                .extracting(it -> it.get("LaunchTemplateData.ImageId"))
                .containsExactly(FakeCatalog.X86_IMAGE, FakeCatalog.ARM_IMAGE);
    }

    @Test
    void theTemplateHoldsAllThatWasConfigured() {
        AwsSettings.Hardware hardware =
                new AwsSettings.Hardware(
                        TypeFilter.ALL,
                        Optional.of("key"),
                        Optional.of("profile"),
                        Optional.of(new AwsSettings.Volume(50, "gp3")),
                        2);
        AwsSettings plain = AwsSource.settings(AwsSettings.Ways.with(request -> "#!/bin/sh"));
        AwsSettings settings =
                new AwsSettings(
                        plain.region(), plain.images(), plain.network(), hardware, plain.ways());

        source.provider(settings).launch(request(AwsSource.SPOT, 1));

        Map<String, String> data = new TreeMap<>();
        ec2.requests("CreateLaunchTemplate")
                .get(0)
                .fields()
                .forEach(
                        (name, value) -> {
                            if (name.startsWith("LaunchTemplateData.")) {
                                data.put(name.substring("LaunchTemplateData.".length()), value);
                            }
                        });
        assertThat(data)
                .containsEntry("KeyName", "key")
                .containsEntry("IamInstanceProfile.Name", "profile")
                .containsEntry("InstanceInitiatedShutdownBehavior", "terminate")
                .containsEntry("MetadataOptions.HttpTokens", "required")
                .containsEntry("MetadataOptions.HttpPutResponseHopLimit", "2")
                .containsEntry("BlockDeviceMapping.1.DeviceName", "/dev/xvda")
                .containsEntry("BlockDeviceMapping.1.Ebs.VolumeSize", "50")
                .containsEntry("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true")
                .containsEntry("SecurityGroupId.1", "sg-1")
                .containsEntry("TagSpecification.1.ResourceType", "volume");
        assertThat(decoded(data.get("UserData"))).isEqualTo("#!/bin/sh");
    }

    @Test
    void aDeletedTemplateIsMadeAnewAtTheNextLaunch() {
        aws.launch(request(AwsSource.SPOT, 1));
        ec2.deleteLaunchTemplates();

        LaunchReply refused = aws.launch(request(AwsSource.SPOT, 1));
        LaunchReply later = aws.launch(request(AwsSource.SPOT, 1));

        assertThat(refused.refusals()).extracting(Refusal::kind).containsExactly(Kind.THROTTLED);
        assertThat(refused.refusals().get(0).retryAfter()).isPresent();
        assertThat(later.instances()).hasSize(1);
    }

    @Test
    void anAccountThatMayHaveNoFleetsRunsInstances() {
        ec2.failNext("CreateFleet", new Ec2Error(400, "MaxFleetCountExceeded", "No more fleets"));

        LaunchReply first = aws.launch(request(AwsSource.SPOT, 7));
        LaunchReply second = aws.launch(request(AwsSource.OTHER, 3));

        assertThat(first.instances()).hasSize(7);
        assertThat(second.instances()).hasSize(3);
        assertThat(ec2.requests("CreateFleet")).hasSize(1);
        assertThat(ec2.requests("RunInstances")).hasSize(2);
        assertThat(ec2.requests("RunInstances").get(0).get("InstanceMarketOptions.MarketType"))
                .isEqualTo("spot");
    }

    @Test
    void userDataOfRunInstancesStandsInNoTemplate() {
        AwsSettings.Ways ways =
                AwsSettings.Ways.with(request -> "for " + request.owner().intent())
                        .with(AwsSettings.Method.RUN_INSTANCES);
        LaunchRequest request = request(AwsSource.SPOT, 2);

        source.provider(AwsSource.settings(ways)).launch(request);

        assertThat(decoded(ec2.requests("RunInstances").get(0).get("UserData")))
                .isEqualTo("for " + request.owner().intent());
        assertThat(ec2.requests("CreateLaunchTemplate").get(0).fields())
                .doesNotContainKey("LaunchTemplateData.UserData");
    }

    @Test
    void runInstancesThatBringFewerAreARefusalOfTheRest() {
        ec2.stock("m5.large", "us-east-1a", 2);
        AwsSettings.Ways ways =
                AwsSettings.Ways.with(UserData.NONE).with(AwsSettings.Method.RUN_INSTANCES);

        LaunchReply reply =
                source.provider(AwsSource.settings(ways)).launch(request(AwsSource.SPOT, 5));

        assertThat(reply.instances()).hasSize(2);
        assertThat(reply.refusals()).extracting(Refusal::kind).containsExactly(Kind.NO_CAPACITY);
    }

    @Test
    void aLostReplyLeavesTheOutcomeOpenAndARepeatFindsWhatWasMade() throws Exception {
        LaunchRequest request = request(AwsSource.SPOT, 4);
        ec2.loseReplyOfNext("CreateFleet");

        LaunchReply lost = aws.launch(request);
        LaunchReply again = aws.launch(request);

        assertThat(lost.refusals()).extracting(Refusal::kind).containsExactly(Kind.OUTCOME_UNKNOWN);
        assertThat(again.instances()).hasSize(4);
        assertThat(ec2.machines()).hasSize(4);
    }

    /** Another provider object, as after a crash: only EC2 knows the token. */
    @Test
    void aRepeatAfterACrashMakesNoMoreAlthoughListingsLag() {
        LaunchRequest request = request(AwsSource.SPOT, 4);
        ec2.lag(3);
        ec2.loseReplyOfNext("CreateFleet");
        aws.launch(request);

        LaunchReply again = source.provider().launch(request);

        assertThat(again.instances()).hasSize(4);
        assertThat(ec2.machines()).hasSize(4);
    }

    @Test
    void aRepeatMakesNoMoreAlthoughEc2ForgotItsToken() {
        LaunchRequest request = request(AwsSource.SPOT, 4);
        aws.launch(request);
        ec2.forgetTokens();

        LaunchReply again = aws.launch(request);

        assertThat(again.instances()).hasSize(4);
        assertThat(ec2.machines()).hasSize(4);
    }

    @Test
    void whatFailsBeforeTheLaunchLeavesItsOutcomeKnown() {
        for (int attempt = 0; attempt < 3; attempt++) {
            ec2.failNext("CreateLaunchTemplate", new Ec2Error(500, "InternalError", "Sorry"));
        }

        LaunchReply reply = aws.launch(request(AwsSource.SPOT, 1));

        assertThat(reply.refusals()).extracting(Refusal::kind).containsExactly(Kind.THROTTLED);
        assertThat(ec2.machines()).isEmpty();
    }

    @Test
    void aRepeatThatCannotLookFirstLeavesTheOutcomeOpen() {
        LaunchRequest request = request(AwsSource.SPOT, 4);
        ec2.loseReplyOfNext("CreateFleet");
        aws.launch(request);
        for (int attempt = 0; attempt < 3; attempt++) {
            ec2.failNext("DescribeInstances", new Ec2Error(503, "Unavailable", "Sorry"));
        }

        LaunchReply again = aws.launch(request);

        assertThat(again.refusals())
                .extracting(Refusal::kind)
                .containsExactly(Kind.OUTCOME_UNKNOWN);
        assertThat(aws.launch(request).instances()).hasSize(4);
        assertThat(ec2.machines()).hasSize(4);
    }

    @Test
    void anInstanceIsListedWithTheAddressThatItsAgentIsReachedAt() throws Exception {
        AwsSettings plain = AwsSource.settings(AwsSettings.Ways.with(UserData.NONE));
        AwsProvider byPublic =
                source.provider(
                        new AwsSettings(
                                plain.region(),
                                plain.images(),
                                plain.network().with(AwsSettings.Address.PUBLIC),
                                plain.hardware(),
                                plain.ways()));

        LaunchReply reply = aws.launch(request(AwsSource.SPOT, 1));

        assertThat(reply.instances()).extracting(Instance::address).containsOnly(Optional.empty());
        assertThat(aws.list(new UUID(1, 1)).instances())
                .extracting(Instance::address)
                .containsOnly(Optional.of("127.0.0.1"));
        assertThat(byPublic.list(new UUID(1, 1)).instances())
                .extracting(Instance::address)
                .containsOnly(Optional.empty());
    }

    @Test
    void listsThousandsByPages() throws Exception {
        aws.launch(request(AwsSource.SPOT, 2500));

        List<Instance> listed = aws.list(new UUID(1, 1)).instances();

        assertThat(listed).hasSize(2500);
        assertThat(source.calls.of("DescribeInstances")).isEqualTo(3);
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static Owner owner() {
        return new Owner(new UUID(1, 1), new TemplateKey("cloud", "template"), UUID.randomUUID());
    }

    @Test
    void asksForNothingThatWouldBootInVain() {
        Refusal refusal = Refusal.of(Kind.NOT_ALLOWED, Scope.ACCOUNT, "no address to call");
        UserData none =
                request -> {
                    throw new ProviderException(refusal);
                };
        AwsProvider refusing = source.provider(AwsSource.settings(AwsSettings.Ways.with(none)));

        LaunchReply reply = refusing.launch(request(AwsSource.SPOT, 5));

        assertThat(reply).isEqualTo(LaunchReply.refused(refusal));
        assertThat(ec2.requests("CreateFleet")).isEmpty();
        assertThat(ec2.requests("CreateLaunchTemplate")).isEmpty();
    }

    private static LaunchRequest request(Pool pool, int count) {
        return new LaunchRequest(owner(), pool, count, Duration.ofMinutes(5));
    }
}
