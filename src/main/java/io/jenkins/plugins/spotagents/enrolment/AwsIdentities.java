package io.jenkins.plugins.spotagents.enrolment;

import io.jenkins.plugins.spotagents.cloud.AwsProof;
import io.jenkins.plugins.spotagents.cloud.AwsSource;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.SpotSource;
import io.spotagents.enrolment.Identity;
import io.spotagents.enrolment.IdentityCheck;
import io.spotagents.enrolment.RefusedException;
import io.spotagents.enrolment.SignedDocument;
import io.spotagents.enrolment.aws.AwsCertificates;
import io.spotagents.enrolment.aws.AwsIdentityCheck;
import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** Believes documents by the certificates of the sources that are configured now. */
public final class AwsIdentities implements IdentityCheck {

    private static final Logger LOGGER = Logger.getLogger(AwsIdentities.class.getName());

    private volatile AwsIdentityCheck check = new AwsIdentityCheck(AwsCertificates.none());

    /** Reads the certificates of all sources that can be used. */
    public void read() {
        AwsCertificates all = AwsCertificates.none();
        for (SpotCloud cloud : Jenkins.get().clouds.getAll(SpotCloud.class)) {
            for (SpotSource source : cloud.validSources()) {
                if (source instanceof AwsSource aws && aws.getProof() == AwsProof.DOCUMENT) {
                    all = all.or(certificates(aws));
                }
            }
        }
        check = new AwsIdentityCheck(all);
    }

    @Override
    public Identity proven(SignedDocument signed, Instant now) throws RefusedException {
        return check.proven(signed, now);
    }

    private static AwsCertificates certificates(AwsSource source) {
        try {
            return source.readCertificates();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () -> "Instances of the source " + source.getName() + " cannot enroll: " + e);
            return AwsCertificates.none();
        }
    }
}
