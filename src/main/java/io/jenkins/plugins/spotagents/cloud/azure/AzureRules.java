package io.jenkins.plugins.spotagents.cloud.azure;

import io.jenkins.plugins.spotagents.cloud.Rules;
import io.spotagents.enrolment.azure.AzureTrust;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.azure.AzureSettings;
import io.spotagents.provider.azure.AzureSettings.Identities;
import io.spotagents.provider.azure.AzureSettings.Scores;
import io.spotagents.provider.azure.AzureSettings.Ways;
import io.spotagents.provider.azure.ImageChoice;
import io.spotagents.provider.azure.ImageChoice.Architecture;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What settings of Azure must be; in the same words in forms and for loaded settings. */
final class AzureRules {

    private static final AzureSettings.Network ANY_NETWORK =
            AzureSettings.Network.of("/subscriptions/any/subnet");

    private static final AzureSettings.Home ANY_HOME =
            new AzureSettings.Home("00000000-0000-0000-0000-000000000000", "any", ANY_NETWORK);

    private static final AzureSettings.Login ANY_LOGIN = new AzureSettings.Login("any", "any");

    private AzureRules() {}

    static Optional<String> region(String region) {
        return Rules.said(
                Messages.AzureSource_Region(),
                () ->
                        new AzureSettings(
                                region,
                                List.of(
                                        ImageChoice.of(
                                                "a:b:c:d",
                                                OperatingSystem.LINUX,
                                                Architecture.X64)),
                                ANY_HOME,
                                AzureSettings.Hardware.of(TypeFilter.ALL, ANY_LOGIN),
                                Ways.with(UserData.NONE)));
    }

    static Optional<String> subscription(String subscription) {
        return Rules.said(
                Messages.AzureSource_Subscription(),
                () -> new AzureSettings.Home(subscription, ANY_HOME.resourceGroup(), ANY_NETWORK));
    }

    static Optional<String> resourceGroup(String group) {
        return Rules.said(
                Messages.AzureSource_ResourceGroup(),
                () -> new AzureSettings.Home(ANY_HOME.subscription(), group, ANY_NETWORK));
    }

    /** Lines such as {@code team=build}. */
    static Optional<String> tags(String lines) {
        return Rules.said(
                Messages.AzureSource_Tags(),
                () -> new Ways(Rules.pairs(lines), UserData.NONE, Identities.NONE, Scores.USUAL));
    }

    static Optional<String> buildIdentities(String ids) {
        return Rules.said(
                Messages.AzureSource_BuildIdentities(),
                () -> new Identities(Rules.words(ids), Optional.empty()));
    }

    static Optional<String> selfDelete(String id) {
        return Rules.said(
                Messages.AzureSource_SelfDelete(),
                () -> new Identities(List.of(), Optional.of(id).filter(it -> !it.isEmpty())));
    }

    /** Whether one of the two tells by which certificates instances are believed. */
    static Optional<String> certificates(String pem, String folder) {
        if (pem.isEmpty() && folder.isEmpty()) {
            return Optional.of(Messages.AzureSource_CertificatesEmpty());
        }
        try {
            return trust(pem, folder).isEmpty()
                    ? Optional.of(Messages.AzureSource_CertificatesNoRoot())
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.of(Messages.AzureSource_CertificatesBad(e.getMessage()));
        }
    }

    /** What was pasted and what is in the folder count together. */
    static AzureTrust trust(String pem, String folder) throws IOException {
        AzureTrust pasted =
                pem.isEmpty() ? AzureTrust.none() : AzureTrust.of(AzureTrust.PUBLIC, pem);
        return folder.isEmpty()
                ? pasted
                : pasted.and(AzureTrust.of(AzureTrust.PUBLIC, Path.of(folder)));
    }

    static AzureSettings.Ways ways(
            String tags, UserData userData, String buildIdentities, String selfDelete) {
        return new Ways(
                tags.isEmpty() ? new TreeMap<>() : Rules.pairs(tags),
                userData,
                new Identities(
                        Rules.words(buildIdentities),
                        Optional.of(selfDelete).filter(it -> !it.isEmpty())),
                Scores.USUAL);
    }
}
