package io.jenkins.plugins.spotagents.cloud.aws;

import io.jenkins.plugins.spotagents.cloud.Rules;
import io.spotagents.enrolment.aws.AwsCertificates;
import io.spotagents.provider.aws.AwsSettings;
import io.spotagents.provider.aws.ImageChoice;
import io.spotagents.provider.aws.SqsQueue;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What settings of AWS must be; in the same words in forms and for loaded settings. */
final class AwsRules {

    private static final String ROLE = "arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+";

    private AwsRules() {}

    static Optional<String> region(String region) {
        return Rules.said(
                Messages.AwsSource_Region(),
                () ->
                        new AwsSettings(
                                region,
                                List.of(ImageChoice.id("ami-0")),
                                AwsSettings.Network.vpc("vpc-0", List.of()),
                                AwsSettings.Hardware.of(TypeFilter.ALL),
                                AwsSettings.Ways.with(UserData.NONE)));
    }

    static Optional<String> assumeRole(String role) {
        return role.isEmpty() || role.matches(ROLE)
                ? Optional.empty()
                : Optional.of(Messages.AwsSource_AssumeRoleBad(role));
    }

    /** Lines such as {@code team=build}. */
    static Optional<String> tags(String lines) {
        return Rules.said(
                Messages.AwsSource_Tags(),
                () -> {
                    AwsSettings.Ways usual = AwsSettings.Ways.with(UserData.NONE);
                    return new AwsSettings.Ways(
                            usual.method(),
                            usual.allocationStrategy(),
                            Rules.pairs(lines),
                            usual.userData(),
                            usual.scores());
                });
    }

    /** Of a queue in the region; empty is none. What is wrong with the region is said of that. */
    static Optional<String> eventQueue(String region, String url) {
        return Rules.said(
                Messages.AwsSource_EventQueue(),
                () -> {
                    if (!url.isEmpty() && region(region).isEmpty()) {
                        SqsQueue.requireQueue(url, region);
                    }
                    return url;
                });
    }

    /** Whether one of the two tells by which certificates instances are believed. */
    static Optional<String> certificates(String region, String pem, String folder) {
        if (pem.isEmpty() && folder.isEmpty()) {
            return Optional.of(Messages.AwsSource_CertificatesEmpty());
        }
        try {
            boolean isKnown = readCertificates(region, pem, folder).regions().contains(region);
            return isKnown
                    ? Optional.empty()
                    : Optional.of(Messages.AwsSource_CertificatesOther(folder, region));
        } catch (IOException | RuntimeException e) {
            return Optional.of(Messages.AwsSource_CertificatesBad(e.getMessage()));
        }
    }

    /** Whether launches by this action may carry secrets. */
    static Optional<String> secrets(AwsSettings.Method method) {
        return switch (method) {
            case RUN_INSTANCES -> Optional.empty();
            case FLEET, FLEET_OF_POOLS -> Optional.of(Messages.AwsSource_SecretNeedsRunInstances());
        };
    }

    /** Those that were pasted go before those of the folder. */
    static AwsCertificates readCertificates(String region, String pem, String folder)
            throws IOException {
        AwsCertificates pasted =
                pem.isEmpty() ? AwsCertificates.none() : AwsCertificates.of(region, pem);
        return folder.isEmpty() ? pasted : pasted.or(AwsCertificates.of(Path.of(folder)));
    }
}
