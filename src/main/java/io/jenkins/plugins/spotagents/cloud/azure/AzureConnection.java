package io.jenkins.plugins.spotagents.cloud.azure;

import hudson.util.FormValidation;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.azure.AzureAccess;
import io.spotagents.provider.azure.AzureSettings;
import io.spotagents.provider.azure.ConnectionCheck;
import io.spotagents.provider.azure.ConnectionCheck.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Finds out what Azure lets the credentials of a source do, in words for the form. */
final class AzureConnection {

    private AzureConnection() {}

    /** Launches nothing and changes nothing. Takes seconds. */
    static FormValidation test(AzureAccess access, AzureSettings.Home home) {
        try {
            return told(home, ConnectionCheck.run(access, home));
        } catch (ProviderException | RuntimeException e) {
            return FormValidation.error(Messages.AzureConnection_Fails(e.getMessage()));
        }
    }

    /** What is missing first, then what could not be checked. */
    private static FormValidation told(
            AzureSettings.Home home, List<ConnectionCheck.Result> results) {
        long allowed = results.stream().filter(one -> one.outcome() == Outcome.OK).count();
        List<FormValidation> lines = new ArrayList<>();
        lines.add(
                FormValidation.ok(
                        Messages.AzureConnection_Works(
                                home.resourceGroup(), allowed, results.size())));
        results.stream()
                .filter(one -> one.outcome() == Outcome.MISSING)
                .forEach(one -> lines.add(FormValidation.warning(one.toString())));
        results.stream()
                .filter(one -> one.outcome() == Outcome.NOT_CHECKED)
                .forEach(one -> lines.add(FormValidation.ok(one.toString())));
        return FormValidation.aggregate(lines);
    }
}
