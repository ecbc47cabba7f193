package io.spotagents.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.provider.Quota;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotasTest {

    private static final String SPOT =
            "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests";
    private static final String ON_DEMAND =
            "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances";
    private static final Pool GPU = AwsSource.pool("g4dn.xlarge", "us-east-1a", Purchase.SPOT);

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
    void tellsTheLimitOfEachGroupAndWhatIsUsed() throws Exception {
        ec2.account().quotas.put(SPOT, 640.0);
        ec2.account().quotas.put(ON_DEMAND, 64.0);
        ec2.account().quotas.put("All G and VT Spot Instance Requests", 8.0);
        ec2.account().quotas.put("EC2-VPC Elastic IPs", 5.0);
        ec2.runForOthers("m5.xlarge", true, 3);
        ec2.runForOthers("m1.small", false, 7);
        ec2.runForOthers("g4dn.xlarge", true, 1);

        List<Quota> quotas = aws.quotas();

        assertThat(quotas).hasSize(3);
        Quota spot = covering(quotas, AwsSource.SPOT);
        assertThat(spot.name()).isEqualTo(SPOT);
        assertThat(spot.use()).isEqualTo(new Quota.Use(640, 12, time.instant()));
        assertThat(spot.cpusOf(AwsSource.SPOT)).isEqualTo(2);
        assertThat(spot.cpusOf(GPU)).isZero();
        assertThat(covering(quotas, GPU).use().used()).isEqualTo(4);
        assertThat(covering(quotas, AwsSource.SPOT.with(Purchase.ON_DEMAND)).use().used())
                .isEqualTo(7);
        assertThat(covering(quotas, AwsSource.SPOT.with(Purchase.COMMITMENT)).name())
                .isEqualTo(ON_DEMAND);
    }

    @Test
    void readsLimitsHourlyAndUseEveryFiveMinutes() throws Exception {
        ec2.account().quotas.put(SPOT, 640.0);
        ec2.account().quotas.put(ON_DEMAND, 640.0);
        ec2.account().pageAtMost = 1;
        aws.quotas();
        aws.quotas();
        assertThat(source.calls.of("ListServiceQuotas")).isEqualTo(2);
        assertThat(source.calls.of("DescribeInstances")).isEqualTo(1);

        time.advance(Duration.ofMinutes(5));
        aws.quotas();

        assertThat(source.calls.of("ListServiceQuotas")).isEqualTo(2);
        assertThat(source.calls.of("DescribeInstances")).isEqualTo(2);
    }

    @Test
    void learnsFromRefusalsAloneWithoutThePermissionAndSaysSo() throws Exception {
        ec2.deny("ListServiceQuotas");

        assertThat(aws.quotas()).isEmpty();
        assertThat(aws.troubles())
                .singleElement()
                .asString()
                .contains("servicequotas:ListServiceQuotas", "from refusals alone");
        assertThat(source.calls.of("DescribeInstances")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "All P4, P3 and P2 Spot Instance Requests; p3.2xlarge; true",
                "All P4, P3 and P2 Spot Instance Requests; p4d.24xlarge; true",
                "All P4, P3 and P2 Spot Instance Requests; p5.48xlarge; false",
                "Running On-Demand P instances; p5.48xlarge; true",
                "Running On-Demand G and VT instances; vt1.3xlarge; true",
                "Running On-Demand G and VT instances; gr6.4xlarge; true",
                "Running On-Demand High Memory instances; u-6tb1.56xlarge; true",
                "Running On-Demand HPC instances; hpc7a.12xlarge; true",
                "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests; im4gn.large; true",
                "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests; inf2.xlarge; false",
                "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests; trn1.2xlarge; false",
                "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests; hpc7a.12xlarge; false",
                "All Inf Spot Instance Requests; inf2.xlarge; true"
            })
    void readsFromItsNameWhatAQuotaCovers(String name, String type, boolean isCovered) {
        assertThat(QuotaGroup.of(name).orElseThrow().covers(type)).isEqualTo(isCovered);
    }

    private static Quota covering(List<Quota> quotas, Pool pool) {
        List<Quota> covering = quotas.stream().filter(it -> it.cpusOf(pool) > 0).toList();
        assertThat(covering).hasSize(1);
        return covering.get(0);
    }
}
