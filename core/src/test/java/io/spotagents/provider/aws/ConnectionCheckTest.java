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
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionCheckTest {

    private static final URI QUEUE =
            URI.create("https://sqs.us-east-1.amazonaws.com/123456789012/events");

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
        ec2.account().plans.put("plan-1", "Compute");
        ec2.queue("receipt-1", "{}");
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
                        "savingsplans:DescribeSavingsPlanRates",
                        "sqs:ReceiveMessage",
                        "sqs:DeleteMessage")
                .doesNotHaveDuplicates();
        assertThat(results).allMatch(it -> it.outcome() == Outcome.OK, "is ok");
        assertThat(ec2.machines()).hasSize(machines);
        assertThat(ec2.launchTemplates()).isEqualTo(1);
        assertThat(ec2.queued()).isEqualTo(1);
    }

    /** Whoever grants what the page says is told by the form that all is there, and that alone. */
    @Test
    void checksWhatThePolicyOfTheDocumentationGrants() throws IOException {
        launchOne();
        ec2.account().plans.put("plan-1", "Compute");
        String page = Files.readString(Path.of("..", "docs", "aws.md"));
        String permissions =
                page.substring(page.indexOf("## Permissions"), page.indexOf("## Errors"));
        int policy = permissions.indexOf("```json");

        SortedSet<String> checked = new TreeSet<>();
        check().forEach(it -> checked.add(it.action()));
        checked.remove("sts:GetCallerIdentity"); // needs no permission

        assertThat(actions(permissions.substring(policy))).isEqualTo(checked);
        assertThat(actions(permissions.substring(permissions.indexOf("| action"), policy)))
                .containsAll(checked);
    }

    private static SortedSet<String> actions(String text) {
        SortedSet<String> found = new TreeSet<>();
        Matcher actions =
                Pattern.compile("\\b(ec2|ssm|pricing|servicequotas|savingsplans|sqs|iam):[A-Z]\\w+")
                        .matcher(text);
        while (actions.find()) {
            String before = text.substring(Math.max(0, actions.start() - 1), actions.start());
            boolean isCondition =
                    actions.group().endsWith("CreateAction") || !before.matches("[`\"]");
            if (!isCondition && !actions.group().equals("iam:PassedToService")) {
                found.add(actions.group());
            }
        }
        return found;
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
        "DescribeSavingsPlanRates, savingsplans:DescribeSavingsPlanRates, using savings plans first",
        "ReceiveMessage, sqs:ReceiveMessage, the queue of events",
        "DeleteMessageBatch, sqs:DeleteMessage, the queue of events",
        "DescribeSavingsPlans, savingsplans:DescribeSavingsPlans, using savings plans first",
        "GetParameter, ssm:GetParameter, the image named by /ours/arm-image"
    })
    void namesWhatIsMissingAndWhatItIsNeededFor(String denied, String action, String neededFor) {
        launchOne();
        ec2.account().plans.put("plan-1", "Compute");
        ec2.deny(denied);

        List<Result> results = check();

        assertThat(results.stream().filter(it -> it.outcome() == Outcome.MISSING))
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
                        "ec2:CreateFleet",
                        "ec2:DeleteLaunchTemplate",
                        "ec2:TerminateInstances",
                        "savingsplans:DescribeSavingsPlanRates");
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
                        plain.region(), plain.images(), plain.network(), hardware, plain.ways()),
                Optional.of(QUEUE));
    }

    private void launchOne() {
        Owner owner =
                new Owner(new UUID(1, 1), new TemplateKey("cloud", "template"), UUID.randomUUID());
        source.provider()
                .launch(new LaunchRequest(owner, AwsSource.SPOT, 1, Duration.ofMinutes(5)));
    }
}
