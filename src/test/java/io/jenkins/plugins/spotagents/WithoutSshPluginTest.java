package io.jenkins.plugins.spotagents;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.spotagents.cloud.Clouds;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.aws.AwsSource;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A controller that has no plugin for SSH. */
class WithoutSshPluginTest {

    @RegisterExtension
    private final RealJenkinsExtension jenkins =
            new RealJenkinsExtension()
                    .omitPlugins("ssh-slaves", "trilead-api")
                    .javaOptions("-Dio.spotagents.provider.local.allowed=true")
                    .withTimeout(600);

    @Test
    void onlyTheSourceThatWantsItIsNotUsedAndSaysSo() throws Throwable {
        jenkins.then(WithoutSshPluginTest::look);
    }

    private static void look(JenkinsRule rule) throws Throwable {
        SpotCloud cloud = new SpotCloud("c");
        AwsSource callingIn = Clouds.unusualAws();
        cloud.setSources(List.of(Clouds.awsOverSsh(), callingIn));
        cloud.setTemplates(List.of(Clouds.template()));
        rule.jenkins.clouds.add(cloud);
        rule.jenkins.save();

        assertThat(cloud.problems())
                .singleElement()
                .asString()
                .contains("\"over-ssh\" is not used", "install it, or leave SSH out");
        assertThat(cloud.validSources()).containsExactly(callingIn);
        assertThat(FleetRegistry.get().status()).isPresent();
        // The form shows the choice all the same.
        rule.createWebClient().goTo("cloud/c/configure");
    }
}
