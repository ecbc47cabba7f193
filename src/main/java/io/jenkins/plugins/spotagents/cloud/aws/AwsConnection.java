package io.jenkins.plugins.spotagents.cloud.aws;

import hudson.util.FormValidation;
import io.spotagents.provider.aws.AwsClients;
import io.spotagents.provider.aws.AwsSettings;
import io.spotagents.provider.aws.ConnectionCheck;
import io.spotagents.provider.aws.ConnectionCheck.Outcome;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/** Finds out what AWS lets the credentials of a source do, in words for the form. */
final class AwsConnection {

    private AwsConnection() {}

    /** Launches nothing and changes nothing. Takes seconds. */
    static FormValidation test(AwsAccess access, AwsSettings settings, InstantSource time) {
        try (AwsClients clients = access.open(time)) {
            List<ConnectionCheck.Result> results = ConnectionCheck.run(clients, settings);
            if (results.size() == 1) {
                return FormValidation.error(Messages.AwsConnection_Fails(results.get(0).why()));
            }
            return told(clients.sts().getCallerIdentity().arn(), results);
        } catch (SdkException | IllegalArgumentException e) {
            return FormValidation.error(Messages.AwsConnection_Fails(e.getMessage()));
        }
    }

    /** What is missing first, then what could not be checked. */
    private static FormValidation told(String who, List<ConnectionCheck.Result> results) {
        long allowed = results.stream().filter(one -> one.outcome() == Outcome.OK).count();
        List<FormValidation> lines = new ArrayList<>();
        lines.add(FormValidation.ok(Messages.AwsConnection_Works(who, allowed, results.size())));
        results.stream()
                .filter(one -> one.outcome() == Outcome.MISSING)
                .forEach(one -> lines.add(FormValidation.warning(one.toString())));
        results.stream()
                .filter(one -> one.outcome() == Outcome.NOT_CHECKED)
                .forEach(one -> lines.add(FormValidation.ok(one.toString())));
        return FormValidation.aggregate(lines);
    }
}
