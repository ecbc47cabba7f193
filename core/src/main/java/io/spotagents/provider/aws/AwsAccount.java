package io.spotagents.provider.aws;

import io.spotagents.provider.ProviderException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;

/** The account that the credentials belong to; asked once. Safe to use from any thread. */
final class AwsAccount {

    private final StsClient sts;
    private @Nullable String id;

    AwsAccount(StsClient sts) {
        this.sts = sts;
    }

    synchronized String id() throws ProviderException {
        String known = id;
        if (known == null) {
            known =
                    Ec2Refusals.asking(
                            "GetCallerIdentity",
                            () ->
                                    sts.getCallerIdentity(
                                                    GetCallerIdentityRequest.builder().build())
                                            .account());
            id = known;
        }
        return known;
    }
}
