package io.spotagents.provider.aws;

import io.spotagents.provider.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;

/**
 * Deletes this controller's launch templates that no launch has needed for long. One that is needed
 * after all is made anew by the launch that misses it. Safe to use from any thread.
 */
final class TemplateCleanup {

    private static final Logger LOGGER = Logger.getLogger(TemplateCleanup.class.getName());

    /** The first time a day after the start: by then it is known what is in use. */
    private static final Duration EVERY = Duration.ofDays(1);

    private static final Duration UNUSED = Duration.ofDays(7);

    /** The most that the action allows. Source: DescribeLaunchTemplates, API Reference. */
    private static final int IN_PAGE = 200;

    /** The rest goes the next day. */
    private static final int MOST_AT_ONCE = 50;

    private final Ec2Client ec2;
    private final LaunchTemplates templates;
    private final InstantSource time;
    private Instant last;

    TemplateCleanup(Ec2Client ec2, LaunchTemplates templates, InstantSource time) {
        this.ec2 = ec2;
        this.templates = templates;
        this.time = time;
        this.last = time.instant();
    }

    /** Once a day it deletes some; what fails is tried again the next day. */
    void ifDue(UUID controller) {
        Instant now = time.instant();
        if (isDue(now)) {
            try {
                delete(unused(controller, now));
            } catch (ProviderException e) {
                LOGGER.log(
                        Level.WARNING,
                        () -> "Launch templates that are used no more stay: " + e.getMessage());
            }
        }
    }

    private synchronized boolean isDue(Instant now) {
        boolean isDue = !now.isBefore(last.plus(EVERY));
        if (isDue) {
            last = now;
        }
        return isDue;
    }

    private List<LaunchTemplate> unused(UUID controller, Instant now) throws ProviderException {
        Filter ours =
                Filter.builder()
                        .name("tag:" + OwnerTags.CONTROLLER)
                        .values(controller.toString())
                        .build();
        DescribeLaunchTemplatesRequest request =
                DescribeLaunchTemplatesRequest.builder().filters(ours).maxResults(IN_PAGE).build();
        Instant before = now.minus(UNUSED);
        return Ec2Refusals.asking(
                "DescribeLaunchTemplates",
                () ->
                        ec2.describeLaunchTemplatesPaginator(request).launchTemplates().stream()
                                .filter(
                                        one ->
                                                one.launchTemplateName()
                                                        .startsWith(AwsProvider.PREFIX))
                                .filter(one -> one.createTime().isBefore(before))
                                .filter(
                                        one ->
                                                !templates.wasUsedSince(
                                                        one.launchTemplateName(), before))
                                .limit(MOST_AT_ONCE)
                                .toList());
    }

    private void delete(List<LaunchTemplate> unused) throws ProviderException {
        for (LaunchTemplate one : unused) {
            templates.forget(one.launchTemplateName());
            Ec2Refusals.asking(
                    "DeleteLaunchTemplate",
                    () ->
                            ec2.deleteLaunchTemplate(
                                    r -> r.launchTemplateId(one.launchTemplateId())));
            LOGGER.info(() -> "Deleted the launch template " + one.launchTemplateName());
        }
    }
}
