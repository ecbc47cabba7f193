package io.spotagents.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.TemplateKey;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TemplateCleanupTest {

    private static final UUID OURS = new UUID(1, 1);
    private static final UUID OTHERS = new UUID(9, 9);

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
    void deletesOursThatNoLaunchHasNeededForAWeek() throws Exception {
        launch(OURS, "old");
        launch(OTHERS, "old");
        launch(OURS, "in use");
        time.advance(Duration.ofDays(5));
        launch(OURS, "in use");
        launch(OURS, "new");
        time.advance(Duration.ofDays(3));

        aws.list(OURS);

        assertThat(ec2.launchTemplates()).isEqualTo(3);
        assertThat(source.calls.of("DeleteLaunchTemplate")).isEqualTo(1);
        assertThat(launch(OURS, "old")).isEqualTo(1);
        assertThat(ec2.launchTemplates()).isEqualTo(4);
    }

    @Test
    void looksOnceADayAndNotAtTheStart() throws Exception {
        for (int hour = 0; hour < 48; hour++) {
            aws.list(OURS);
            time.advance(Duration.ofHours(1));
        }

        assertThat(source.calls.of("DescribeLaunchTemplates")).isEqualTo(1);
    }

    @Test
    void deletesAFewADay() throws Exception {
        for (int number = 0; number < 60; number++) {
            launch(OURS, "template " + number);
        }
        time.advance(Duration.ofDays(8));

        aws.list(OURS);

        assertThat(source.calls.of("DeleteLaunchTemplate")).isEqualTo(50);
    }

    @Test
    void aListingDoesNotFailWithIt() throws Exception {
        launch(OURS, "old");
        ec2.deny("DescribeLaunchTemplates");
        time.advance(Duration.ofDays(8));

        assertThat(aws.list(OURS).instances()).hasSize(1);
        assertThat(ec2.launchTemplates()).isEqualTo(1);
    }

    private int launch(UUID controller, String template) {
        Owner owner = new Owner(controller, new TemplateKey("cloud", template), UUID.randomUUID());
        return aws.launch(new LaunchRequest(owner, AwsSource.SPOT, 1, Duration.ofMinutes(5)))
                .instances()
                .size();
    }
}
