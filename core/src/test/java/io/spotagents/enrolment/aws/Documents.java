package io.spotagents.enrolment.aws;

import java.time.Instant;

/** Identity documents in the form that EC2 gives them. */
final class Documents {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final String ACCOUNT = "123456789012";
    static final String REGION = "eu-west-1";
    static final String INSTANCE = "i-0123456789abcdef0";

    private Documents() {}

    static String genuine() {
        return document(ACCOUNT, REGION, NOON.minusSeconds(40));
    }

    static String document(String account, String region, Instant pending) {
        return """
        {
          "accountId" : "%s",
          "architecture" : "x86_64",
          "availabilityZone" : "%sa",
          "billingProducts" : null,
          "devpayProductCodes" : null,
          "marketplaceProductCodes" : null,
          "imageId" : "ami-00000000000000001",
          "instanceId" : "%s",
          "instanceType" : "m6i.large",
          "kernelId" : null,
          "pendingTime" : "%s",
          "privateIp" : "192.0.2.7",
          "ramdiskId" : null,
          "region" : "%s",
          "version" : "2017-09-30"
        }"""
                .formatted(account, region, INSTANCE, pending, region);
    }
}
