package io.jenkins.plugins.spotagents.tests;

import hudson.model.Label;
import hudson.model.Queue;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.ui.CloudFleet;
import io.spotagents.model.TemplateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** Why a run that has asked for agents has none, each reason told once. Not thread-safe. */
final class WhyNoAgent {

    /** An instance that boots and connects is no trouble yet. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int MOST_LINES = 5;
    private static final int MOST_REASONS = 10;

    private final Set<String> told = new HashSet<>();
    private Instant nextAt;

    /**
     * What is to be told now, if anything. To be called often.
     *
     * @param isWaiting whether agents are asked for and none is there
     * @param reason looked up only once patience has ended
     */
    Optional<String> look(Instant now, boolean isWaiting, Supplier<String> reason) {
        if (!isWaiting || told.size() >= MOST_REASONS) {
            nextAt = null;
            return Optional.empty();
        }
        nextAt = nextAt == null ? now.plus(PATIENCE) : nextAt;
        if (nextAt.isAfter(now)) {
            return Optional.empty();
        }
        nextAt = now.plus(PATIENCE);
        String why = reason.get();
        // The same with other prices and numbers is nothing new.
        return told.add(why.replaceAll("[0-9.]+", "0")) ? Optional.of(why) : Optional.empty();
    }

    /** What the fleet knows of it, or else Jenkins' queue; for the build's log, whoever asks. */
    static String reason(Label label, Optional<Queue.Item> waiting) {
        ACLContext whoever = ACL.as2(ACL.SYSTEM2);
        try {
            String known = known(label);
            return known.isEmpty()
                    ? waiting.map(Queue.Item::getWhy).orElse(Messages.WhyNoAgent_Unknown())
                    : known;
        } finally {
            whoever.close();
        }
    }

    private static String known(Label label) {
        return Jenkins.get().clouds.stream()
                .filter(SpotCloud.class::isInstance)
                .map(SpotCloud.class::cast)
                .flatMap(cloud -> reasons(cloud, label))
                .flatMap(String::lines)
                .distinct()
                .limit(MOST_LINES)
                .collect(Collectors.joining("; "));
    }

    private static Stream<String> reasons(SpotCloud cloud, Label label) {
        return cloud.templateFor(label).stream()
                .flatMap(
                        template ->
                                Stream.concat(
                                        unmet(new TemplateKey(cloud.name, template.getName())),
                                        CloudFleet.of(cloud.name).getTroubles().stream()));
    }

    private static Stream<String> unmet(TemplateKey key) {
        return FleetRegistry.get().status().stream()
                .flatMap(status -> Stream.ofNullable(status.plans().get(key)))
                .filter(plan -> plan.unmet() > 0)
                .map(plan -> plan.explained());
    }
}
