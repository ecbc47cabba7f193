package io.spotagents.provider.gcp;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Every error, as the client brings it from the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GceRefusalsTest {

    private static final String CODES = "/wire/gcp/error-codes.csv";
    private static final String TYPE = GcpSource.SPOT.machineType();
    private static final String ZONE = GcpSource.SPOT.place().zone();

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:42Z"));
    private final FakeGce gce = FakeGce.start(time);
    private final GcpSource source = new GcpSource(gce.endpoint(), time);

    @AfterAll
    void close() {
        source.close();
        gce.close();
    }

    @ParameterizedTest
    @CsvFileSource(resources = CODES, numLinesToSkip = 1, quoteCharacter = '"')
    void aFailedCallIsARefusal(int status, String code, String message, Kind kind, Scope scope) {
        long before = source.calls.of("instances.bulkInsert");
        gce.failNext("instances.bulkInsert", new GceError(status, code, message));

        LaunchReply reply = launch();

        assertThat(reply.instances()).isEmpty();
        assertThat(reply.refusals()).hasSize(1);
        Refusal refusal = reply.refusals().get(0);
        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.scope()).isEqualTo(scope);
        assertThat(refusal.message()).contains("instances.bulkInsert", code, message);
        assertThat(source.calls.of("instances.bulkInsert") - before).isEqualTo(1);
    }

    /** An operation that has ended is known, so its outcome never is not. */
    @ParameterizedTest
    @CsvFileSource(resources = CODES, numLinesToSkip = 1, quoteCharacter = '"')
    void anErrorOfAnOperationIsARefusalOfTheRest(
            int status, String code, String message, Kind kind, Scope scope) {
        gce.breakPool(TYPE, ZONE, new GceError(status, code, message));

        LaunchReply reply = launch();

        gce.mendPool(TYPE, ZONE);
        assertThat(reply.instances()).hasSize(4);
        assertThat(reply.refusals()).hasSize(1);
        Kind expected = kind == Kind.OUTCOME_UNKNOWN ? Kind.NO_CAPACITY : kind;
        assertThat(reply.refusals().get(0).kind()).isEqualTo(expected);
        assertThat(reply.refusals().get(0).scope()).isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({
        "400, somethingNew, INVALID_REQUEST, POOL",
        "401, somethingNew, NOT_ALLOWED, ACCOUNT",
        "403, somethingNew, NOT_ALLOWED, ACCOUNT",
        "429, somethingNew, THROTTLED, ACCOUNT",
        "500, somethingNew, OUTCOME_UNKNOWN, POOL",
        "502, '', OUTCOME_UNKNOWN, POOL",
        "401, '', NOT_ALLOWED, ACCOUNT"
    })
    void anUnknownCodeIsJudgedByItsStatus(int status, String code, Kind kind, Scope scope) {
        gce.failNext("instances.bulkInsert", new GceError(status, code, "Some message"));

        Refusal refusal = launch().refusals().get(0);

        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.scope()).isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({
        "SOMETHING_NEW, NO_CAPACITY",
        "INVALID_SOMETHING, INVALID_REQUEST",
        "REGIONAL_QUOTA_GONE, QUOTA_REACHED"
    })
    void anUnknownErrorOfAnOperationIsJudgedByItsName(String code, Kind kind) {
        gce.breakPool(TYPE, ZONE, new GceError(0, code, "Some message"));

        Refusal refusal = launch().refusals().get(0);

        gce.mendPool(TYPE, ZONE);
        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.scope()).isEqualTo(Scope.POOL);
    }

    /** The quota of calls is filled up when the clock's minute begins. */
    @Test
    void whoeverIsThrottledWaitsForTheNextMinute() {
        gce.failNext(
                "instances.bulkInsert", new GceError(403, "rateLimitExceeded", "Too many calls"));

        assertThat(launch().refusals().get(0).retryAfter()).contains(Duration.ofSeconds(18));
    }

    @Test
    void aMissingPermissionIsNamed() {
        gce.failNext(
                "instances.bulkInsert",
                new GceError(
                        403, "forbidden", "Required 'compute.instances.create' permission for x"));

        assertThat(launch().refusals().get(0).message())
                .contains("'compute.instances.create'", "docs/gcp.md");
    }

    private LaunchReply launch() {
        Owner owner =
                new Owner(new UUID(1, 1), new TemplateKey("cloud", "template"), UUID.randomUUID());
        // Another provider each time: lost outcomes count as operations under way.
        return source.provider()
                .launch(new LaunchRequest(owner, GcpSource.SPOT, 10, Duration.ofMinutes(5)));
    }
}
