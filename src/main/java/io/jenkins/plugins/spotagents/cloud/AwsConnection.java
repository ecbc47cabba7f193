package io.jenkins.plugins.spotagents.cloud;

import hudson.Util;
import hudson.util.FormValidation;
import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.aws.AwsClients;
import io.spotagents.provider.aws.AwsSettings;
import io.spotagents.provider.aws.ConnectionCheck;
import io.spotagents.provider.aws.OnDemandPrices;
import io.spotagents.provider.aws.RegionOffers;
import io.spotagents.provider.aws.TypeFilter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Finds out whether AWS answers: who we are there, what a region offers, and which permissions we
 * have. Launches nothing.
 */
final class AwsConnection {

    private AwsConnection() {}

    /**
     * In words for the form. Takes seconds.
     *
     * @param settings of the source as it was saved last; empty if it never was
     */
    static FormValidation test(
            AwsAccess access, Optional<AwsSettings> settings, InstantSource time) {
        RegionOffers.Question question =
                new RegionOffers.Question(
                        access.region(),
                        TypeFilter.ALL,
                        OperatingSystem.LINUX,
                        OnDemandPrices.UNKNOWN);
        try (AwsClients clients = access.open(time)) {
            String who = clients.sts().getCallerIdentity().arn();
            List<Offer> offers = RegionOffers.read(clients, question, time);
            String works = Messages.AwsConnection_Works(who, offers.size(), access.region());
            return settings.map(known -> permissions(works, ConnectionCheck.run(clients, known)))
                    .orElseGet(
                            () ->
                                    FormValidation.ok(
                                            works + " " + Messages.AwsConnection_Unsaved()));
        } catch (ProviderException | SdkException | IllegalArgumentException e) {
            return FormValidation.error(Messages.AwsConnection_Fails(e.getMessage()));
        }
    }

    private static FormValidation permissions(String works, List<ConnectionCheck.Result> results) {
        List<ConnectionCheck.Result> doubtful =
                results.stream()
                        .filter(one -> one.outcome() != ConnectionCheck.Outcome.OK)
                        .toList();
        if (doubtful.isEmpty()) {
            return FormValidation.ok(works + " " + Messages.AwsConnection_AllThere(results.size()));
        }
        StringBuilder list = new StringBuilder();
        doubtful.forEach(
                one -> list.append("<li>").append(Util.escape(one.toString())).append("</li>"));
        String markup =
                Util.escape(works + " " + Messages.AwsConnection_NotAll(results.size()))
                        + "<ul>"
                        + list
                        + "</ul>";
        boolean isMissing =
                doubtful.stream().anyMatch(one -> one.outcome() == ConnectionCheck.Outcome.MISSING);
        return isMissing
                ? FormValidation.errorWithMarkup(markup)
                : FormValidation.warningWithMarkup(markup);
    }
}
