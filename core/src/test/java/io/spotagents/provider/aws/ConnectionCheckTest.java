package io.spotagents.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.TemplateKey;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import io.spotagents.provider.aws.ConnectionCheck.Outcome;
import io.spotagents.provider.aws.ConnectionCheck.Result;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionCheckTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeEc2 ec2 = FakeEc2.start(time);
    private final AwsSource source = new AwsSource(ec2.endpoint(), time);

    @AfterEach
    void close() {
        source.close();
        ec2.close();
    }

    @Test
    void findsAllPermissionsAndChangesNothing() {
        launchOne();
        int machines = ec2.machines().size();

        List<Result> results = check();

        assertThat(results)
                .extracting(Result::action)
                .contains(
                        "sts:GetCallerIdentity",
                        "ec2:DescribeInstances",
                        "ec2:CreateFleet",
                        "ec2:CreateTags",
                        "iam:PassRole",
                        "ec2:TerminateInstances",
                        "ec2:DeleteLaunchTemplate",
                        "ssm:GetParameter",
                        "pricing:GetProducts",
                        "servicequotas:ListServiceQuotas",
                        "savingsplans:DescribeSavingsPlans")
                .doesNotHaveDuplicates();
        assertThat(results).allMatch(it -> it.outcome() == Outcome.OK, "is ok");
        assertThat(ec2.machines()).hasSize(machines);
        assertThat(ec2.launchTemplates()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "DescribeSpotPriceHistory, ec2:DescribeSpotPriceHistory, spot prices",
        "CreateFleet, ec2:CreateFleet, launches",
        "CreateLaunchTemplate, ec2:CreateLaunchTemplate, launches",
        "RunInstances, ec2:RunInstances, launches",
        "TerminateInstances, ec2:TerminateInstances, ending instances",
        "GetProducts, pricing:GetProducts, on-demand prices",
        "ListServiceQuotas, servicequotas:ListServiceQuotas, planning within quotas",
        "DescribeSavingsPlans, savingsplans:DescribeSavingsPlans, using savings plans first",
        "GetParameter, ssm:GetParameter, the image named by /ours/arm-image"
    })
    void namesWhatIsMissingAndWhatItIsNeededFor(String denied, String action, String neededFor) {
        launchOne();
        ec2.deny(denied);

        List<Result> results = check();

        assertThat(results.stream().filter(it -> it.outcome() != Outcome.OK))
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.action()).isEqualTo(action);
                            assertThat(it.outcome()).isEqualTo(Outcome.MISSING);
                            assertThat(it.toString())
                                    .startsWith(action + ": missing, needed for " + neededFor);
                        });
    }

    @Test
    void saysWhatCannotBeTriedBeforeTheFirstLaunch() {
        List<Result> results = check();

        assertThat(results.stream().filter(it -> it.outcome() == Outcome.NOT_CHECKED))
                .extracting(Result::action)
                .containsExactlyInAnyOrder(
                        "ec2:CreateFleet", "ec2:DeleteLaunchTemplate", "ec2:TerminateInstances");
        assertThat(results).noneMatch(it -> it.outcome() == Outcome.MISSING);
    }

    @Test
    void saysWhyAPermissionCouldNotBeTried() {
        ec2.failNext("DescribeImages", new Ec2Error(400, "InvalidParameter", "Not like this"));

        assertThat(check())
                .filteredOn(it -> it.action().equals("ec2:DescribeImages"))
                .singleElement()
                .asString()
                .contains("could not be checked", "Not like this");
    }

    @Test
    void stopsAtWrongCredentials() {
        ec2.failNext(
                "GetCallerIdentity",
                new Ec2Error(403, "InvalidClientTokenId", "The security token is invalid"));

        assertThat(check())
                .singleElement()
                .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.MISSING))
                .asString()
                .contains("Check the source's credentials");
    }

    private List<Result> check() {
        AwsSettings plain = AwsSource.settings(AwsSettings.Ways.with(UserData.NONE));
        AwsSettings.Hardware hardware =
                new AwsSettings.Hardware(
                        TypeFilter.ALL,
                        Optional.empty(),
                        Optional.of("builds"),
                        Optional.empty(),
                        1);
        return ConnectionCheck.run(
                source.clients,
                new AwsSettings(
                        plain.region(), plain.images(), plain.network(), hardware, plain.ways()));
    }

    private void launchOne() {
        Owner owner =
                new Owner(new UUID(1, 1), new TemplateKey("cloud", "template"), UUID.randomUUID());
        source.provider()
                .launch(new LaunchRequest(owner, AwsSource.SPOT, 1, Duration.ofMinutes(5)));
    }
}
