package io.spotagents.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import io.spotagents.provider.cloud.UserData;
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

/** Every error, as the pipeline brings it from the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AzureRefusalsTest {

    private static final String CODES = "/wire/azure/error-codes.csv";

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeAzure azure = FakeAzure.start(time);
    private final AzureSource source = new AzureSource(azure.endpoint(), time);
    private final AzureProvider provider = source.provider();

    @AfterAll
    void close() {
        azure.close();
    }

    @ParameterizedTest
    @CsvFileSource(resources = CODES, numLinesToSkip = 1)
    void aFailedCallIsARefusal(int status, String code, String message, Kind kind, Scope scope) {
        long before = source.calls.of(FakeAzure.PUT);
        azure.failNext(FakeAzure.PUT, new ArmError(status, code, message));

        LaunchReply reply = launch(provider);

        assertThat(reply.instances()).isEmpty();
        assertThat(reply.refusals()).hasSize(1);
        Refusal refusal = reply.refusals().get(0);
        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.scope()).isEqualTo(scope);
        assertThat(refusal.message()).contains(FakeAzure.PUT, code, message);
        assertThat(source.calls.of(FakeAzure.PUT) - before).isEqualTo(1);
    }

    @Test
    void asksForNothingThatWouldBootInVain() {
        long before = source.calls.of(FakeAzure.PUT);
        Refusal refusal = Refusal.of(Kind.NOT_ALLOWED, Scope.ACCOUNT, "no address to call");
        UserData none =
                request -> {
                    throw new ProviderException(refusal);
                };

        LaunchReply reply =
                launch(source.provider(AzureSource.settings(AzureSettings.Ways.with(none))));

        assertThat(reply).isEqualTo(LaunchReply.refused(refusal));
        assertThat(source.calls.of(FakeAzure.PUT)).isEqualTo(before);
    }

    /** What an operation tells was tried, so its outcome never is open. */
    @ParameterizedTest
    @CsvFileSource(resources = CODES, numLinesToSkip = 1)
    void anErrorThatIsToldLaterIsARefusalOfTheRest(
            int status, String code, String message, Kind kind, Scope scope) {
        azure.breakPool("Standard_D2s_v5", "1", new ArmError(0, code, message));

        LaunchReply reply = launch(provider);

        azure.mendPool("Standard_D2s_v5", "1");
        boolean isByStatusAlone = status == 429 && code.equals("OperationNotAllowed");
        Kind expected =
                isByStatusAlone
                        ? Kind.QUOTA_REACHED
                        : kind == Kind.OUTCOME_UNKNOWN ? Kind.NO_CAPACITY : kind;
        assertThat(reply.instances()).hasSize(4);
        assertThat(reply.refusals()).hasSize(1);
        assertThat(reply.refusals().get(0).kind()).isEqualTo(expected);
        assertThat(reply.refusals().get(0).scope()).isEqualTo(scope);
        assertThat(reply.refusals().get(0).message()).contains(code, message);
    }

    @ParameterizedTest
    @CsvSource({
        "400, SomethingNew, INVALID_REQUEST, POOL",
        "401, SomethingNew, NOT_ALLOWED, ACCOUNT",
        "403, SomethingNew, NOT_ALLOWED, ACCOUNT",
        "408, SomethingNew, OUTCOME_UNKNOWN, POOL",
        "429, SomethingNew, THROTTLED, ACCOUNT",
        "500, SomethingNew, OUTCOME_UNKNOWN, POOL",
        "502, '', OUTCOME_UNKNOWN, POOL",
        "429, '', THROTTLED, ACCOUNT",
        "401, '', NOT_ALLOWED, ACCOUNT"
    })
    void anUnknownCodeIsJudgedByItsStatus(int status, String code, Kind kind, Scope scope) {
        azure.failNext(FakeAzure.PUT, new ArmError(status, code, "Some message"));

        Refusal refusal = launch(provider).refusals().get(0);

        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.scope()).isEqualTo(scope);
    }

    @Test
    void anUnknownErrorThatIsToldLaterCountsAsSoldOut() {
        azure.breakPool("Standard_D2s_v5", "1", new ArmError(0, "SomethingNew", "Some message"));

        Refusal refusal = launch(provider).refusals().get(0);

        azure.mendPool("Standard_D2s_v5", "1");
        assertThat(refusal.kind()).isEqualTo(Kind.NO_CAPACITY);
        assertThat(refusal.scope()).isEqualTo(Scope.POOL);
    }

    @Test
    void theTimeThatAzureAsksForIsToldAndNotWaitedFor() {
        azure.failNext(FakeAzure.PUT, new ArmError(429, "TooManyRequests", "Slow down", 3_600));
        Instant before = time.instant();

        Refusal refusal = launch(provider).refusals().get(0);

        assertThat(refusal.retryAfter()).contains(Duration.ofHours(1));
        assertThat(time.instant()).isEqualTo(before);
    }

    @Test
    void aReadThatIsThrottledIsNotRepeatedAndOneThatFailsIsOnce() throws Exception {
        azure.failNext("virtualMachines/list", new ArmError(429, "TooManyRequests", "Slow", 30));
        long before = source.calls.of("virtualMachines/list");

        Refusal refusal = listingFails(provider);

        assertThat(refusal.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(30));
        assertThat(source.calls.of("virtualMachines/list") - before).isEqualTo(1);

        azure.failNext("virtualMachines/list", new ArmError(500, "InternalServerError", "Oops"));
        provider.list(new UUID(1, 1));
        assertThat(source.calls.of("virtualMachines/list") - before).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "AADSTS7000215: Invalid client secret provided.",
        "AADSTS700016: Application with identifier 'x' was not found in the directory."
    })
    void whomEntraDoesNotKnowIsToldSo(String told) {
        AzureSource other =
                new AzureSource(
                        azure.endpoint(),
                        time,
                        new HttpPipelineSyncPolicy() {
                            @Override
                            protected void beforeSendingRequest(HttpPipelineCallContext context) {
                                throw new ClientAuthenticationException(told + "\nTrace: 1", null);
                            }
                        });

        Refusal refusal = listingFails(other.provider());

        assertThat(refusal.kind()).isEqualTo(Kind.NOT_ALLOWED);
        assertThat(refusal.message()).contains(told, "credentials");
        assertThat(refusal.message()).doesNotContain("Trace");
    }

    private static Refusal listingFails(AzureProvider provider) {
        try {
            provider.list(new UUID(1, 1));
        } catch (ProviderException e) {
            return e.refusal();
        }
        throw new AssertionError("the listing did not fail");
    }

    private static LaunchReply launch(AzureProvider provider) {
        Owner owner =
                new Owner(new UUID(1, 1), new TemplateKey("cloud", "template"), UUID.randomUUID());
        return provider.launch(
                new LaunchRequest(owner, AzureSource.SPOT, 10, Duration.ofMinutes(5)));
    }
}
