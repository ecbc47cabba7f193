package io.spotagents.provider.aws;

import io.spotagents.model.Pool;
import io.spotagents.provider.EndlessContract;
import io.spotagents.provider.Provider;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.services.ec2.model.ArchitectureValues;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;

/** The contract, against an emulator that others wrote; it has neither capacity nor tokens. */
@EnabledIf("io.spotagents.provider.aws.Moto#isInstalled")
class MotoContractTest extends EndlessContract {

    private static Moto moto;
    private static AwsSource source;
    private static AwsProvider aws;

    @BeforeAll
    static void open() throws Exception {
        moto = Moto.start();
        source = new AwsSource(moto.endpoint(), Clock.systemUTC());
        String image =
                source
                        .clients
                        .ec2()
                        .describeImages(
                                r ->
                                        r.filters(
                                                Filter.builder()
                                                        .name("architecture")
                                                        .values(
                                                                ArchitectureValues.X86_64
                                                                        .toString())
                                                        .build()))
                        .images()
                        .stream()
                        .filter(it -> it.platform() == null)
                        .map(Image::imageId)
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
        String vpc =
                source.clients.ec2().describeVpcs().vpcs().stream()
                        .findFirst()
                        .orElseThrow()
                        .vpcId();
        aws =
                source.provider(
                        new AwsSettings(
                                FakeCatalog.REGION,
                                List.of(ImageChoice.id(image)),
                                AwsSettings.Network.vpc(vpc, List.of()),
                                AwsSettings.Hardware.of(TypeFilter.ALL.of(Set.of("m5", "c5"))),
                                AwsSettings.Ways.with(UserData.NONE)
                                        .with(AwsSettings.Scores.NONE)));
    }

    @AfterAll
    static void close() {
        source.close();
        moto.close();
    }

    @Override
    protected Provider provider() {
        return aws;
    }

    @Override
    protected Pool somePool() {
        return AwsSource.SPOT;
    }

    @Override
    protected Pool otherPool() {
        return AwsSource.OTHER;
    }

    @Override
    protected String unknownId() {
        return "i-0123456789abcdef0";
    }

    @Override
    protected Duration launchTimeTolerance() {
        return Duration.ofSeconds(10);
    }
}
