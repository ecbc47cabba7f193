package io.jenkins.plugins.spotagents.enrolment;

import io.jenkins.plugins.spotagents.cloud.SourceContext;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.SpotSource;
import io.spotagents.enrolment.EnrolmentDesk;
import io.spotagents.enrolment.Identity;
import io.spotagents.enrolment.IdentityCheck;
import io.spotagents.enrolment.RefusedBecause;
import io.spotagents.enrolment.RefusedException;
import io.spotagents.enrolment.SignedDocument;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** Believes what one of the sources that are configured now believes. */
public final class SourceIdentities implements EnrolmentDesk.Checks {

    private static final Logger LOGGER = Logger.getLogger(SourceIdentities.class.getName());

    private final SourceContext.Controller controller;
    private volatile Map<String, IdentityCheck> checks = Map.of();

    public SourceIdentities(SourceContext.Controller controller) {
        this.controller = controller;
    }

    /** Asks all sources that can be used. */
    public void read() {
        Map<String, List<IdentityCheck>> found = new HashMap<>();
        for (SpotCloud cloud : Jenkins.get().clouds.getAll(SpotCloud.class)) {
            for (SpotSource source : cloud.validSources()) {
                identities(source)
                        .ifPresent(
                                one ->
                                        found.computeIfAbsent(
                                                        one.provider(), any -> new ArrayList<>())
                                                .add(one.check()));
            }
        }
        Map<String, IdentityCheck> now = new HashMap<>();
        found.forEach((provider, all) -> now.put(provider, new AnyOf(List.copyOf(all))));
        checks = Map.copyOf(now);
    }

    @Override
    public Optional<IdentityCheck> of(String provider) {
        return Optional.ofNullable(checks.get(provider));
    }

    private Optional<SpotSource.Identities> identities(SpotSource source) {
        try {
            return source.identities(controller);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () -> "Instances of the source " + source.getName() + " cannot enroll: " + e);
            return Optional.empty();
        }
    }

    /** What one of them proves is proven; there is at least one. */
    private record AnyOf(List<IdentityCheck> checks) implements IdentityCheck {

        @Override
        public Identity proven(SignedDocument signed, Instant now) throws RefusedException {
            return proven(signed, Optional.empty(), now);
        }

        @Override
        public Identity proven(SignedDocument signed, Optional<UUID> intent, Instant now)
                throws RefusedException {
            RefusedException told = null;
            for (IdentityCheck check : checks) {
                try {
                    return check.proven(signed, intent, now);
                } catch (RefusedException e) {
                    told = tellsMore(told, e) ? e : told;
                }
            }
            throw told == null ? new RefusedException(RefusedBecause.NOT_ENABLED) : told;
        }

        /** A source whose certificates are for elsewhere says nothing of the document. */
        private static boolean tellsMore(RefusedException before, RefusedException now) {
            return before == null || before.because() == RefusedBecause.NO_CERTIFICATE;
        }
    }
}
