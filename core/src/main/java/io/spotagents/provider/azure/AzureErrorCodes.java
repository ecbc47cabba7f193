package io.spotagents.provider.azure;

import io.spotagents.provider.Refusal.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The error codes of Azure that are known, and what each calls for. */
// Source: "Error messages for Azure Spot Virtual Machines and scale sets" and "Common Azure
// deployment errors", read 2026-08; which codes others saw is marked in docs/azure.md.
final class AzureErrorCodes {

    private static final String ROLE = "Compare the role with docs/azure.md";
    private static final String RAISE = "Have the quota raised in the portal, under Quotas";
    private static final String CREDENTIALS = "Check the source's credentials";

    private static final Map<String, Row> ROWS =
            Stream.of(
                            soldOut(),
                            quotas(),
                            throttling(),
                            outages(),
                            authorization(),
                            pools(),
                            sources())
                    .flatMap(rows -> rows)
                    .collect(Collectors.toUnmodifiableMap(Row::code, Function.identity()));

    private AzureErrorCodes() {}

    /** How far a refusal with this code reaches. */
    enum Reach {
        POOL,
        ACCOUNT,
        /** Only the message tells which quota it is. */
        QUOTA
    }

    /**
     * A code and what it calls for.
     *
     * @param remedy what a person can do about it; empty if nothing
     */
    record Row(String code, Kind kind, Reach reach, String remedy) {}

    static Optional<Row> find(String code) {
        return Optional.ofNullable(ROWS.get(code));
    }

    private static Stream<Row> soldOut() {
        return Stream.concat(
                Stream.of(
                                "SkuNotAvailable",
                                "AllocationFailed",
                                "ZonalAllocationFailed",
                                "OverconstrainedAllocationRequest",
                                "OverconstrainedZonalAllocationRequest",
                                "SpotPriceGreaterThanProvidedMaxPrice")
                        .map(code -> new Row(code, Kind.NO_CAPACITY, Reach.POOL, "")),
                // A subnet spans all zones, so it is full for the whole source.
                Stream.of("InsufficientSubnetSize", "SubnetIsFull")
                        .map(
                                code ->
                                        new Row(
                                                code,
                                                Kind.NO_CAPACITY,
                                                Reach.ACCOUNT,
                                                "Give the source a larger subnet")));
    }

    private static Stream<Row> quotas() {
        return Stream.of("OperationNotAllowed", "QuotaExceeded")
                .map(code -> new Row(code, Kind.QUOTA_REACHED, Reach.QUOTA, RAISE));
    }

    private static Stream<Row> throttling() {
        return Stream.concat(
                Stream.of(
                                "TooManyRequests",
                                "SubscriptionRequestsThrottled",
                                "ResourceRequestsThrottled",
                                "ResourceCollectionRequestsThrottled")
                        .map(code -> new Row(code, Kind.THROTTLED, Reach.ACCOUNT, "")),
                Stream.of("Conflict", "AnotherOperationInProgress", "RetryableError")
                        .map(code -> new Row(code, Kind.THROTTLED, Reach.POOL, "")));
    }

    /** Whether the request was carried out is not said. */
    private static Stream<Row> outages() {
        return Stream.of("InternalServerError", "ServerTimeout", "ServiceUnavailable")
                .map(code -> new Row(code, Kind.OUTCOME_UNKNOWN, Reach.POOL, ""));
    }

    private static Stream<Row> authorization() {
        return Stream.of(
                notAllowed("ExpiredAuthenticationToken", CREDENTIALS),
                notAllowed("InvalidAuthenticationToken", CREDENTIALS),
                notAllowed("AuthorizationFailed", ROLE),
                notAllowed("LinkedAuthorizationFailed", ROLE),
                notAllowed(
                        "RequestDisallowedByPolicy",
                        "A policy of the subscription forbids it: the message names which"),
                notAllowed("SubscriptionNotFound", "Check the source's subscription"),
                notAllowed(
                        "MissingSubscriptionRegistration",
                        "Register the provider that the message names, with az provider register"),
                notAllowed(
                        "ReadOnlyDisabledSubscription",
                        "The subscription is disabled: see its state in the portal"));
    }

    /** Wrong for this machine type or zone, and perhaps right for another. */
    private static Stream<Row> pools() {
        return Stream.of(
                        "InvalidParameter",
                        "BadRequest",
                        "NotSupported",
                        "PropertyChangeNotAllowed",
                        "AzureSpotIsNotSupportedForThisVMSize",
                        "MaxPriceChangeNotAllowedForAllocatedVMs")
                .map(code -> new Row(code, Kind.INVALID_REQUEST, Reach.POOL, ""));
    }

    /** Wrong whatever pool is asked. */
    private static Stream<Row> sources() {
        return Stream.of(
                source("InvalidRequestFormat", ""),
                source("InvalidTemplate", ""),
                source("ImageNotFound", "Check the source's image"),
                source("PlatformImageNotFound", "Check the source's image"),
                source("ResourceGroupNotFound", "Check the source's resource group"),
                source("AzureSpotVMNotSupportedInAvailabilitySet", ""),
                source(
                        "AzureSpotFeatureNotEnabledForSubscription",
                        "This subscription may have no spot instances: ask Azure's support"),
                source("EvictionPolicyCanBeSetOnlyOnAzureSpotVirtualMachines", ""),
                source("MaxPriceValueInvalid", ""),
                source("NicReservedForAnotherVm", ""));
    }

    private static Row notAllowed(String code, String remedy) {
        return new Row(code, Kind.NOT_ALLOWED, Reach.ACCOUNT, remedy);
    }

    private static Row source(String code, String remedy) {
        return new Row(code, Kind.INVALID_REQUEST, Reach.ACCOUNT, remedy);
    }
}
