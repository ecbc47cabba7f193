package io.spotagents.provider.aws;

import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Credentials of a role that others take, renewed before they expire. Asks nothing before they are
 * needed. Each client of the SDK closes its credentials with itself, and this closes the clients of
 * those others then, once. Safe to use from any thread.
 */
public final class TakenRole implements AwsCredentialsProvider, SdkAutoCloseable {

    private final AwsClients by;
    private final StsAssumeRoleCredentialsProvider role;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    /**
     * @param by who takes it; used by nobody else
     * @param arn of the role
     * @param session the name that AWS's logs show for who took it
     */
    public TakenRole(AwsClients by, String arn, String session) {
        this.by = by;
        this.role =
                StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(by.sts())
                        .refreshRequest(it -> it.roleArn(arn).roleSessionName(session))
                        .build();
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return role.resolveCredentials();
    }

    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            role.close();
            by.close();
        }
    }
}
