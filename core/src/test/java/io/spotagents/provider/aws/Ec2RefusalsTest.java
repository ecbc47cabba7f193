package io.spotagents.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Every error, as the SDK brings it from the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Ec2RefusalsTest {

    private static final String CODES = "/wire/aws/error-codes.csv";

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeEc2 ec2 = FakeEc2.start(time);
    private final AwsSource source = new AwsSource(ec2.endpoint(), time);
    private final AwsProvider aws = source.provider();

    @BeforeAll
    void makeLaunchTemplate() {
        launch(AwsSource.SPOT);
    }

    @AfterAll
    void close() {
        source.close();
        ec2.close();
    }

    @ParameterizedTest
    @CsvFileSource(resources = CODES, numLinesToSkip = 1)
    void aFailedCallIsARefusal(int status, String code, Kind kind, Scope scope) {
        long before = source.calls.of("CreateFleet");
        ec2.failNext("CreateFleet", new Ec2Error(status, code, "Some message"));

        LaunchReply reply = launch(AwsSource.SPOT);

        assertThat(reply.instances()).isEmpty();
        assertThat(reply.refusals()).hasSize(1);
        Refusal refusal = reply.refusals().get(0);
        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.scope()).isEqualTo(scope);
        assertThat(refusal.message()).contains("CreateFleet", code, "Some message");
        assertThat(source.calls.of("CreateFleet") - before).isEqualTo(1);
    }

    /** What a fleet tells of its pool is known, so its outcome never is not. */
    @ParameterizedTest
    @CsvFileSource(resources = CODES, numLinesToSkip = 1)
    void anErrorInAFleetsAnswerIsARefusalOfTheRest(
            int status, String code, Kind kind, Scope scope) {
        ec2.breakPool("m5.large", "us-east-1a", new Ec2Error(status, code, "Some message"));

        LaunchReply reply = launch(AwsSource.SPOT);

        ec2.mendPool("m5.large", "us-east-1a");
        assertThat(reply.instances()).hasSize(4);
        assertThat(reply.refusals()).hasSize(1);
        Kind expected = kind == Kind.OUTCOME_UNKNOWN ? Kind.NO_CAPACITY : kind;
        assertThat(reply.refusals().get(0).kind()).isEqualTo(expected);
        assertThat(reply.refusals().get(0).scope()).isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({
        "400, SomethingNew, INVALID_REQUEST, POOL",
        "401, SomethingNew, NOT_ALLOWED, ACCOUNT",
        "403, SomethingNew, NOT_ALLOWED, ACCOUNT",
        "429, SomethingNew, THROTTLED, ACCOUNT",
        "500, SomethingNew, OUTCOME_UNKNOWN, POOL",
        "503, SomethingNew, OUTCOME_UNKNOWN, POOL",
        "502, '', OUTCOME_UNKNOWN, POOL",
        "401, '', NOT_ALLOWED, ACCOUNT"
    })
    void anUnknownCodeIsJudgedByItsStatus(int status, String code, Kind kind, Scope scope) {
        ec2.failNext("CreateFleet", new Ec2Error(status, code, "Some message"));

        Refusal refusal = launch(AwsSource.SPOT).refusals().get(0);

        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.scope()).isEqualTo(scope);
    }

    @Test
    void anUnknownErrorInAFleetsAnswerCountsAsSoldOut() {
        ec2.breakPool("m5.large", "us-east-1a", new Ec2Error(0, "SomethingNew", "Some message"));

        Refusal refusal = launch(AwsSource.SPOT).refusals().get(0);

        ec2.mendPool("m5.large", "us-east-1a");
        assertThat(refusal.kind()).isEqualTo(Kind.NO_CAPACITY);
        assertThat(refusal.scope()).isEqualTo(Scope.POOL);
    }

    @Test
    void aQuotaOfASpecialFamilyLeavesTheStandardOnesAlone() {
        ec2.failNext("CreateFleet", new Ec2Error(400, "MaxSpotInstanceCountExceeded", "Too many"));

        Refusal refusal =
                launch(AwsSource.pool("g4dn.xlarge", "us-east-1a", Purchase.SPOT))
                        .refusals()
                        .get(0);

        assertThat(refusal.scope()).isEqualTo(Scope.FAMILY);
    }

    @Test
    void aWrongInstanceProfileIsWrongInEveryPool() {
        ec2.failNext(
                "CreateFleet",
                new Ec2Error(
                        400,
                        "InvalidParameterValue",
                        "Value (x) for parameter iamInstanceProfile.name is invalid. Invalid IAM"
                                + " Instance Profile name"));

        assertThat(launch(AwsSource.SPOT).refusals().get(0).scope()).isEqualTo(Scope.ACCOUNT);
    }

    @Test
    void aMissingPermissionIsNamedWithoutItsEncodedMessage() {
        ec2.failNext(
                "CreateFleet",
                new Ec2Error(
                        403,
                        "UnauthorizedOperation",
                        "You are not authorized. Encoded authorization failure message: aBcD"));

        String message = launch(AwsSource.SPOT).refusals().get(0).message();

        assertThat(message).contains("ec2:CreateFleet", "docs/aws.md").doesNotContain("aBcD");
    }

    @Test
    void itSaysHowToCreateTheMissingRole() {
        ec2.failNext(
                "CreateFleet",
                new Ec2Error(403, "AuthFailure.ServiceLinkedRoleCreationNotPermitted", "No role"));

        assertThat(launch(AwsSource.SPOT).refusals().get(0).message())
                .contains("aws iam create-service-linked-role --aws-service-name spot");
    }

    private LaunchReply launch(Pool pool) {
        Owner owner =
                new Owner(new UUID(1, 1), new TemplateKey("cloud", "template"), UUID.randomUUID());
        return aws.launch(new LaunchRequest(owner, pool, 10, Duration.ofMinutes(5)));
    }
}
