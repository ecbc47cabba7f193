package io.spotagents.provider.aws;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * A service that is called without a client of the SDK.
 *
 * @param name by which requests are signed, and permissions are named
 * @param region where it is asked; some live in few regions and answer for all
 * @param targetPrefix before the name of an action; empty if the action is in the path
 */
record SignedService(
        String name, String region, URI address, Dialect dialect, String targetPrefix) {

    /** How an action is named and its question written. */
    enum Dialect {
        JSON_1_0,
        JSON_1_1,
        /** The action is the path. */
        REST
    }

    /**
     * The price list of all regions. Source: "Finding services and products using the AWS Price
     * List Query API", endpoints.
     */
    static SignedService pricing(String region) {
        String at =
                switch (region.split("-", 2)[0]) {
                    case "eu" -> "eu-central-1";
                    case "ap" -> "ap-south-1";
                    case "cn" -> "cn-northwest-1";
                    default -> "us-east-1";
                };
        return at("pricing", "api.pricing." + at, at, Dialect.JSON_1_1, "AWSPriceListService.");
    }

    /** The quotas of the account in a region. */
    static SignedService quotas(String region) {
        return at(
                "servicequotas",
                "servicequotas." + region,
                region,
                Dialect.JSON_1_1,
                "ServiceQuotasV20190624.");
    }

    /** The savings plans of the account in all regions. */
    static SignedService savingsPlans() {
        return at("savingsplans", "savingsplans", "us-east-1", Dialect.REST, "");
    }

    /** The queues of a region. */
    static SignedService queues(String region) {
        return at("sqs", "sqs." + region, region, Dialect.JSON_1_0, "AmazonSQS.");
    }

    private static SignedService at(
            String name, String host, String region, Dialect dialect, String targetPrefix) {
        String suffix = PartitionMetadata.of(Region.of(region)).dnsSuffix();
        URI address = URI.create("https://" + host + "." + suffix);
        return new SignedService(name, region, address, dialect, targetPrefix);
    }

    String path(String action) {
        return dialect == Dialect.REST ? "/" + action : "/";
    }

    Optional<String> target(String action) {
        return targetPrefix.isEmpty() ? Optional.empty() : Optional.of(targetPrefix + action);
    }

    String contentType() {
        return switch (dialect) {
            case JSON_1_0 -> "application/x-amz-json-1.0";
            case JSON_1_1 -> "application/x-amz-json-1.1";
            case REST -> "application/json";
        };
    }
}
