package io.spotagents.provider.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.provider.cloud.UserData;
import io.spotagents.provider.gcp.ConnectionCheck.Outcome;
import io.spotagents.provider.gcp.ConnectionCheck.Result;
import io.spotagents.testing.VirtualTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GcpConnectionCheckTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T12:00:00Z"));
    private final FakeGce gce = FakeGce.start(time);
    private final GcpSource source = new GcpSource(gce.endpoint(), time);
    private final GcpSettings settings = GcpSource.settings(GcpSettings.Ways.with(UserData.NONE));

    @AfterEach
    void close() {
        source.close();
        gce.close();
    }

    @Test
    void tellsPermissionByPermissionAndChangesNothing() {
        List<Result> results = run();

        assertThat(results).hasSizeGreaterThan(15).allMatch(one -> one.outcome() == Outcome.OK);
        assertThat(results)
                .extracting(Result::permission)
                .contains(
                        "compute.regions.get",
                        "compute.instances.create",
                        "compute.images.getFromFamily",
                        "compute.advice.capacity",
                        "cloudbilling.googleapis.com")
                .doesNotContain("compute.subnetworks.useExternalIp");
        assertThat(source.calls.of("instances.bulkInsert")).isZero();
        assertThat(source.calls.of("projects.testIamPermissions")).isEqualTo(1);
    }

    @Test
    void namesWhatIsMissingAndWhatItIsFor() {
        gce.deny("compute.instances.delete");

        assertThat(run())
                .filteredOn(one -> one.outcome() == Outcome.MISSING)
                .singleElement()
                .hasToString("compute.instances.delete: missing, needed for ending instances");
    }

    @Test
    void anImageThatMayNotBeReadIsNamed() {
        gce.failNext("images.get", new GceError(403, "forbidden", "Required permission"));

        assertThat(run())
                .filteredOn(one -> one.outcome() == Outcome.MISSING)
                .singleElement()
                .asString()
                .contains("compute.images.get: missing", FakeGceCatalog.X86_IMAGE);
    }

    @Test
    void saysWhichApiWouldTellMore() {
        gce.failNext(
                "projects.testIamPermissions",
                new GceError(403, "accessNotConfigured", "It is disabled"));

        assertThat(run())
                .filteredOn(one -> one.permission().equals("compute.instances.create"))
                .singleElement()
                .asString()
                .contains("could not be checked", "cloudresourcemanager.googleapis.com");
    }

    @Test
    void whatIsWrongAltogetherIsTheOnlyResult() {
        gce.failNext("regions.get", new GceError(401, "authError", "Invalid Credentials"));

        assertThat(run())
                .singleElement()
                .asString()
                .contains("compute.regions.get: missing", "Invalid Credentials");
    }

    private List<Result> run() {
        return ConnectionCheck.run(source.clients, settings, time);
    }
}
