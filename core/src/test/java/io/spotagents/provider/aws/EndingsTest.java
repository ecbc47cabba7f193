package io.spotagents.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndingsTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeEc2 ec2 = FakeEc2.start(time);
    private final AwsSource source = new AwsSource(ec2.endpoint(), time);
    private final AwsProvider aws = source.provider();
    private final UUID controller = new UUID(1, 1);

    @AfterEach
    void close() {
        source.close();
        ec2.close();
    }

    @Test
    void endsFiveHundredWithACall() throws Exception {
        Set<String> ids = new HashSet<>(launch(1200));

        aws.end(ids);

        assertThat(source.calls.of("TerminateInstances")).isEqualTo(3);
        time.advance(Duration.ofMinutes(1));
        assertThat(aws.list(controller).instances()).isEmpty();
    }

    @Test
    void anIdThatIsNotKnownKeepsNoOtherFromEnding() throws Exception {
        Set<String> ids = new TreeSet<>(launch(100));
        ids.add("i-0fffffffffffffff0");
        ids.add("i-0fffffffffffffff1");

        aws.end(ids);

        assertThat(source.calls.of("TerminateInstances")).isEqualTo(2);
        time.advance(Duration.ofMinutes(1));
        assertThat(aws.list(controller).instances()).isEmpty();
    }

    @Test
    void aProtectedInstanceKeepsNoOtherFromEndingAndIsNamed() throws Exception {
        List<String> ids = launch(64);
        ec2.protect(ids.get(20));

        assertThatThrownBy(() -> aws.end(new HashSet<>(ids)))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> assertThat(e.refusal().kind()).isEqualTo(Kind.NOT_ALLOWED))
                .hasMessageContaining(ids.get(20));

        time.advance(Duration.ofMinutes(1));
        assertThat(aws.list(controller).instances())
                .extracting(Instance::id)
                .containsExactly(ids.get(20));
        assertThat(source.calls.of("TerminateInstances")).isLessThanOrEqualTo(13);
    }

    @Test
    void aThrottledCallIsAskedAgainAFewTimesThenToldAsThrottled() {
        List<String> ids = launch(1);
        for (int attempt = 0; attempt < 3; attempt++) {
            ec2.failNext("TerminateInstances", throttled());
        }

        assertThatThrownBy(() -> aws.end(new HashSet<>(ids)))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> assertThat(e.refusal().kind()).isEqualTo(Kind.THROTTLED));

        assertThat(source.calls.of("TerminateInstances")).isEqualTo(3);
    }

    @Test
    void endingIsAskedAgainWhenItsReplyIsLost() throws Exception {
        List<String> ids = launch(1);
        ec2.loseReplyOfNext("TerminateInstances");

        aws.end(new HashSet<>(ids));

        assertThat(source.calls.of("TerminateInstances")).isEqualTo(2);
    }

    private static Ec2Error throttled() {
        return new Ec2Error(503, "RequestLimitExceeded", "Request limit exceeded.");
    }

    private List<String> launch(int count) {
        Owner owner = new Owner(controller, new TemplateKey("cloud", "one"), UUID.randomUUID());
        LaunchRequest request =
                new LaunchRequest(owner, AwsSource.SPOT, count, Duration.ofMinutes(5));
        return new ArrayList<>(aws.launch(request).instances().stream().map(Instance::id).toList());
    }
}
