package io.jenkins.plugins.spotagents.cloud;

import hudson.util.FormValidation;
import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.aws.AwsClients;
import io.spotagents.provider.aws.OnDemandPrices;
import io.spotagents.provider.aws.RegionOffers;
import io.spotagents.provider.aws.TypeFilter;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/** Finds out whether AWS answers: who we are there, and what a region offers. Launches nothing. */
final class AwsConnection {

    private AwsConnection() {}

    /** In words for the form. Takes seconds. */
    static FormValidation test(AwsAccess access, InstantSource time) {
        RegionOffers.Question question =
                new RegionOffers.Question(
                        access.region(),
                        TypeFilter.ALL,
                        OperatingSystem.LINUX,
                        OnDemandPrices.UNKNOWN);
        try (AwsClients clients = access.open(time)) {
            String who = clients.sts().getCallerIdentity().arn();
            List<Offer> offers = RegionOffers.read(clients, question, time);
            return FormValidation.ok(
                    Messages.AwsConnection_Works(who, offers.size(), access.region()));
        } catch (ProviderException | SdkException | IllegalArgumentException e) {
            return FormValidation.error(Messages.AwsConnection_Fails(e.getMessage()));
        }
    }
}
