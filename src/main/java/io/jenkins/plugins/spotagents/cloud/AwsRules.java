package io.jenkins.plugins.spotagents.cloud;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.spotagents.enrolment.aws.AwsCertificates;
import io.spotagents.provider.aws.AwsSettings;
import io.spotagents.provider.aws.ImageChoice;
import io.spotagents.provider.aws.SqsQueue;
import io.spotagents.provider.aws.TypeFilter;
import io.spotagents.provider.aws.UserData;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** What settings of AWS must be; in the same words in forms and for loaded settings. */
final class AwsRules {

    private static final String ROLE = "arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+";

    private AwsRules() {}

    static void checkPermission() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
    }

    /** What the core says of a setting; empty if it takes it. */
    static Optional<String> said(String field, Supplier<?> taken) {
        try {
            taken.get();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(Messages.AwsSource_Bad(field, e.getMessage()));
        }
    }

    static Optional<String> region(String region) {
        return said(
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

    static Optional<String> url(String field, String url) {
        return isUrl(url) ? Optional.empty() : Optional.of(Messages.AwsSource_UrlBad(field, url));
    }

    private static boolean isUrl(String url) {
        if (url.isEmpty()) {
            return true;
        }
        try {
            URI parsed = URI.create(url);
            return String.valueOf(parsed.getScheme()).matches("https?") && parsed.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Lines such as {@code team=build}. */
    static Optional<String> tags(String lines) {
        return said(
                Messages.AwsSource_Tags(),
                () -> {
                    AwsSettings.Ways usual = AwsSettings.Ways.with(UserData.NONE);
                    return new AwsSettings.Ways(
                            usual.method(),
                            usual.allocationStrategy(),
                            pairs(lines),
                            usual.userData(),
                            usual.scores());
                });
    }

    /** Of a queue in the region; empty is none. What is wrong with the region is said of that. */
    static Optional<String> eventQueue(String region, String url) {
        return said(
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
            case FLEET -> Optional.of(Messages.AwsSource_SecretNeedsRunInstances());
        };
    }

    /** Those that were pasted go before those of the folder. */
    static AwsCertificates readCertificates(String region, String pem, String folder)
            throws IOException {
        AwsCertificates pasted =
                pem.isEmpty() ? AwsCertificates.none() : AwsCertificates.of(region, pem);
        return folder.isEmpty() ? pasted : pasted.or(AwsCertificates.of(Path.of(folder)));
    }

    /** What was typed with commas, spaces or line ends between. */
    static List<String> words(String text) {
        return Stream.of(text.split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
    }

    /**
     * Keys and values of lines such as {@code team=build}.
     *
     * @throws IllegalArgumentException if a line is none
     */
    static SortedMap<String, String> pairs(String lines) {
        SortedMap<String, String> pairs = new TreeMap<>();
        for (String line : lines.split("\\R")) {
            int at = line.indexOf('=');
            if (at > 0) {
                pairs.put(line.substring(0, at).trim(), line.substring(at + 1).trim());
            } else if (!line.isBlank()) {
                throw new IllegalArgumentException(Messages.AwsSource_PairBad(line.trim()));
            }
        }
        return pairs;
    }

    /** What a form sent for a choice. */
    static <E extends Enum<E>> E choice(Class<E> type, @CheckForNull String sent, E otherwise) {
        return Stream.of(type.getEnumConstants())
                .filter(one -> one.name().equals(sent))
                .findFirst()
                .orElse(otherwise);
    }
}
