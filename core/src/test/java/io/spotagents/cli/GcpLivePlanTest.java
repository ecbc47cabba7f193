package io.spotagents.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.provider.gcp.FakeGce;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Plans from what Google Cloud offers now, with the application default credentials. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GcpLivePlanTest {

    private static final String HOME = "user.home";

    private final FakeGce gce = FakeGce.start(Clock.systemUTC());
    private final String home = System.getProperty(HOME);

    /**
     * A key of a service account, where the tools of Google Cloud leave it. Google's library reads
     * it once in a process.
     */
    @BeforeAll
    void haveCredentials(@TempDir Path directory) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        String pem =
                "-----BEGIN PRIVATE KEY-----\\n"
                        + Base64.getEncoder().encodeToString(key)
                        + "\\n-----END PRIVATE KEY-----\\n";
        Path folder = Files.createDirectories(directory.resolve(".config").resolve("gcloud"));
        Files.writeString(
                folder.resolve("application_default_credentials.json"),
                """
                {"type": "service_account", "project_id": "some-project", "private_key_id": "1",
                 "client_email": "plan@some-project.iam.gserviceaccount.com", "client_id": "1",
                 "private_key": "%s", "token_uri": "%s/token"}
                """
                        .formatted(pem, gce.endpoint()));
        System.setProperty(HOME, directory.toString());
    }

    @AfterAll
    void close() {
        System.setProperty(HOME, home);
        gce.close();
    }

    @Test
    void plansFromWhatGoogleOffersNowAndLaunchesNothing() {
        Said said = plan("--count", 5, "--purchases", "spot", "--cpus", 2);

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("offers of gcp in europe-west3")
                .contains("gcp/some-project/europe-west3/europe-west3-")
                .contains("5 of 5 instances");
        assertThat(said.err()).doesNotContain("are not known");
        assertThat(gce.count("instances.bulkInsert")).isZero();
    }

    @Test
    void looksAtSomeFamiliesOnly() {
        Said said = plan("--count", 5, "--purchases", "spot", "--families", "n2d");

        assertThat(said.out()).contains("/n2d-standard-4/").doesNotContain("/n2-standard-4/");
    }

    @Test
    void saysWhichOptionIsMissingOrWrong() {
        assertThat(Said.by("plan", "--provider", "gcp", "--region", "europe-west3").err())
                .contains("--project is missing");
        assertThat(
                        Said.by(
                                        "plan",
                                        "--provider",
                                        "gcp",
                                        "--project",
                                        "some-project",
                                        "--region",
                                        "frankfurt")
                                .err())
                .contains("--region must be like europe-west3");
        assertThat(plan("--families", "x9").err()).contains("check --families");
    }

    private Said plan(Object... more) {
        Object[] first = {
            "plan",
            "--provider",
            "gcp",
            "--project",
            "some-project",
            "--region",
            "europe-west3",
            "--endpoint",
            gce.endpoint()
        };
        Object[] all = new Object[first.length + more.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return Said.by(all);
    }
}
