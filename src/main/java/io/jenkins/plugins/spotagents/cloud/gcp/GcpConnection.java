package io.jenkins.plugins.spotagents.cloud.gcp;

import hudson.util.FormValidation;
import io.spotagents.provider.gcp.ConnectionCheck;
import io.spotagents.provider.gcp.ConnectionCheck.Outcome;
import io.spotagents.provider.gcp.GcpClients;
import io.spotagents.provider.gcp.GcpSettings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Finds out what Google lets the credentials of a source do, in words for the form. */
final class GcpConnection {

    private GcpConnection() {}

    /** Launches nothing and changes nothing. Takes seconds. */
    static FormValidation test(GcpAccess access, GcpSettings settings, InstantSource time) {
        try (GcpClients clients = access.open()) {
            List<ConnectionCheck.Result> results = ConnectionCheck.run(clients, settings, time);
            return results.size() == 1
                    ? FormValidation.error(Messages.GcpConnection_Fails(results.get(0).why()))
                    : told(settings.site().project(), results);
        }
    }

    /** What is missing first, then what could not be checked. */
    private static FormValidation told(String project, List<ConnectionCheck.Result> results) {
        long allowed = results.stream().filter(one -> one.outcome() == Outcome.OK).count();
        List<FormValidation> lines = new ArrayList<>();
        lines.add(
                FormValidation.ok(Messages.GcpConnection_Works(project, allowed, results.size())));
        results.stream()
                .filter(one -> one.outcome() == Outcome.MISSING)
                .forEach(one -> lines.add(FormValidation.warning(one.toString())));
        results.stream()
                .filter(one -> one.outcome() == Outcome.NOT_CHECKED)
                .forEach(one -> lines.add(FormValidation.ok(one.toString())));
        return FormValidation.aggregate(lines);
    }
}
