package io.jenkins.plugins.spotagents.cloud.gcp;

import io.jenkins.plugins.spotagents.cloud.InstanceProof;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.spotagents.provider.gcp.GcpSettings;
import io.spotagents.provider.gcp.ImageChoice;
import java.util.List;
import java.util.Optional;

/** What settings of Google Cloud must be; in the same words in forms and for loaded settings. */
final class GcpRules {

    /** Any that are right, for a look at the other of the two. */
    private static final String ANY_PROJECT = "my-project";

    private static final String ANY_REGION = "europe-west3";

    private GcpRules() {}

    static Optional<String> project(String project) {
        return Rules.said(
                Messages.GcpSource_Project(), () -> new GcpSettings.Site(project, ANY_REGION));
    }

    static Optional<String> region(String region) {
        return Rules.said(
                Messages.GcpSource_Region(), () -> new GcpSettings.Site(ANY_PROJECT, region));
    }

    /** Paths, one on each line. */
    static Optional<String> images(String lines) {
        return Rules.words(lines).isEmpty()
                ? Optional.of(Messages.GcpSource_ImagesEmpty())
                : Rules.said(Messages.GcpSource_Images(), () -> imageChoices(lines));
    }

    /**
     * @throws IllegalArgumentException if a line is no path of an image
     */
    static List<ImageChoice> imageChoices(String lines) {
        return Rules.words(lines).stream().map(ImageChoice::parse).toList();
    }

    /** Only an instance with a service account gets a token to show. */
    static Optional<String> proof(InstanceProof proof, String serviceAccount, String template) {
        boolean hasAccount = !serviceAccount.isEmpty() || !template.isEmpty();
        return proof == InstanceProof.DOCUMENT && !hasAccount
                ? Optional.of(Messages.GcpSource_ProofNeedsAccount())
                : Optional.empty();
    }

    /** What was filled in. */
    static Optional<String> given(String text) {
        return Optional.of(text).filter(it -> !it.isEmpty());
    }
}
