package io.spotagents.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.provider.aws.FakeEc2;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans from what a cloud offers now, with credentials from the usual chain. */
class LivePlanTest {

    private static final String ID = "aws.accessKeyId";
    private static final String SECRET = "aws.secretAccessKey";

    private final FakeEc2 ec2 = FakeEc2.start(Clock.systemUTC());

    @BeforeEach
    void haveCredentials() {
        System.setProperty(ID, "id");
        System.setProperty(SECRET, "secret");
    }

    @AfterEach
    void close() {
        System.clearProperty(ID);
        System.clearProperty(SECRET);
        ec2.close();
    }

    @Test
    void plansFromWhatAwsOffersNowAndLaunchesNothing() {
        Said said = plan("--count", 5, "--purchases", "spot");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("offers of aws in us-east-1")
                .contains("aws/123456789012/us-east-1/us-east-1")
                .contains("/m5.xlarge/linux/spot by aws")
                .contains("5 of 5 instances");
        assertThat(said.err()).isEmpty();
        assertThat(ec2.count("CreateFleet")).isZero();
    }

    @Test
    void readsOnDemandPricesFromThePriceList() {
        Said said = plan("--count", 2, "--purchases", "on-demand", "--cpus", 2);

        assertThat(said.out()).contains("2 of 2 instances", "/m5.large/linux/on-demand", "0.0960");
    }

    @Test
    void planWithoutOnDemandPricesSaysWhatIsMissing() {
        ec2.deny("GetProducts");

        Said said = plan("--count", 5, "--cpus", 4);

        assertThat(said.out()).contains("5 of 5 instances");
        assertThat(said.err()).contains("(pricing:GetProducts): on-demand prices stay unknown");
    }

    @Test
    void looksAtSomeFamiliesOnly() {
        Said said = plan("--count", 5, "--purchases", "spot", "--families", "g4dn");

        assertThat(said.out()).contains("/g4dn.xlarge/").doesNotContain("/m5.xlarge/");
    }

    @Test
    void saysWhichOptionIsMissingOrTooMuch() {
        assertThat(Said.by("plan", "--provider", "aws").err()).contains("--region is missing");
        assertThat(Said.by("plan", "--provider", "sky", "--region", "x").err())
                .contains("--provider must be aws, azure or gcp");
        assertThat(plan("--offers", "file.csv").err()).contains("exclude each other");
        assertThat(plan("--families", "x9").err()).contains("check --families");
    }

    private Said plan(Object... more) {
        Object[] all = new Object[7 + more.length];
        Object[] first = {
            "plan", "--provider", "aws", "--region", "us-east-1", "--endpoint", ec2.endpoint()
        };
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return Said.by(all);
    }
}
