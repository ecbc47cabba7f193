package io.spotagents.provider.aws;

import io.spotagents.provider.Refusal.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The error codes of EC2 that are known, and what each calls for. */
// Source: "Error codes for the Amazon EC2 API" and the error pages of Fleet and Spot, read
// 2026-08; what others saw is marked in docs/aws.md.
final class Ec2ErrorCodes {

    /** A launch template made a moment ago, or made anew, is known everywhere soon. */
    private static final Duration TEMPLATE_LAG = Duration.ofSeconds(5);

    private static final String POLICY =
            "Compare the policy with docs/aws.md, or have STS decode the message";
    private static final String CREDENTIALS = "Check the source's credentials";
    private static final String RAISE = "Have the quota raised in Service Quotas";

    private static final Map<String, Row> ROWS =
            Stream.of(
                            soldOut(),
                            quotas(),
                            throttling(),
                            outages(),
                            authorization(),
                            configuration(),
                            launchTemplates())
                    .flatMap(rows -> rows)
                    .collect(Collectors.toUnmodifiableMap(Row::code, Function.identity()));

    private Ec2ErrorCodes() {}

    /** How far a refusal with this code reaches. */
    enum Reach {
        POOL,
        SUBNET,
        ACCOUNT,
        /** The account if the type's family shares its quota with others, else the family. */
        QUOTA_GROUP,
        /** Only the message tells which parameter is wrong. */
        BY_MESSAGE
    }

    /**
     * A code and what it calls for.
     *
     * @param remedy what a person can do about it; empty if nothing
     */
    record Row(String code, Kind kind, Reach reach, Optional<Duration> retryAfter, String remedy) {}

    static Optional<Row> find(String code) {
        return Optional.ofNullable(ROWS.get(code));
    }

    private static Stream<Row> soldOut() {
        return Stream.of(
                row("InsufficientInstanceCapacity", Kind.NO_CAPACITY, Reach.POOL, ""),
                row("UnfulfillableCapacity", Kind.NO_CAPACITY, Reach.POOL, ""),
                row("InsufficientHostCapacity", Kind.NO_CAPACITY, Reach.POOL, ""),
                row("InsufficientCapacity", Kind.NO_CAPACITY, Reach.POOL, ""),
                row("ReservationCapacityExceeded", Kind.NO_CAPACITY, Reach.POOL, ""),
                row("SpotMaxPriceTooLow", Kind.NO_CAPACITY, Reach.POOL, ""),
                row(
                        "InsufficientFreeAddressesInSubnet",
                        Kind.NO_CAPACITY,
                        Reach.SUBNET,
                        "Give the source a larger subnet in this zone"),
                row("Unsupported", Kind.INVALID_REQUEST, Reach.POOL, ""));
    }

    private static Stream<Row> quotas() {
        return Stream.of(
                row("MaxSpotInstanceCountExceeded", Kind.QUOTA_REACHED, Reach.QUOTA_GROUP, RAISE),
                row("VcpuLimitExceeded", Kind.QUOTA_REACHED, Reach.QUOTA_GROUP, RAISE),
                row("InstanceLimitExceeded", Kind.QUOTA_REACHED, Reach.QUOTA_GROUP, RAISE),
                row("SpotInstanceCountLimitExceeded", Kind.QUOTA_REACHED, Reach.QUOTA_GROUP, RAISE),
                row("MaxFleetCountExceeded", Kind.QUOTA_REACHED, Reach.ACCOUNT, RAISE),
                row("VolumeLimitExceeded", Kind.QUOTA_REACHED, Reach.ACCOUNT, RAISE),
                row("MaxConfigLimitExceeded", Kind.QUOTA_REACHED, Reach.ACCOUNT, ""),
                row(
                        "PendingVerification",
                        Kind.QUOTA_REACHED,
                        Reach.ACCOUNT,
                        "AWS is still verifying the account: wait for its mail"));
    }

    private static Stream<Row> throttling() {
        return Stream.of(
                        "RequestLimitExceeded",
                        "Throttling",
                        "ThrottlingException",
                        "EC2ThrottledException",
                        "TooManyRequestsException",
                        "RequestThrottled",
                        "SlowDown")
                .map(code -> row(code, Kind.THROTTLED, Reach.ACCOUNT, ""));
    }

    /** Whether the request was carried out is not said. */
    private static Stream<Row> outages() {
        return Stream.of(
                        "InternalError",
                        "InternalFailure",
                        "Unavailable",
                        "ServiceUnavailable",
                        // Somebody used the token before: an earlier call of ours, with settings
                        // that have changed since.
                        "IdempotentParameterMismatch")
                .map(code -> row(code, Kind.OUTCOME_UNKNOWN, Reach.POOL, ""));
    }

    private static Stream<Row> authorization() {
        return Stream.of(
                row("UnauthorizedOperation", Kind.NOT_ALLOWED, Reach.ACCOUNT, POLICY),
                row("AccessDenied", Kind.NOT_ALLOWED, Reach.ACCOUNT, POLICY),
                row("AccessDeniedException", Kind.NOT_ALLOWED, Reach.ACCOUNT, POLICY),
                row("AuthFailure", Kind.NOT_ALLOWED, Reach.ACCOUNT, CREDENTIALS),
                row("InvalidClientTokenId", Kind.NOT_ALLOWED, Reach.ACCOUNT, CREDENTIALS),
                row("SignatureDoesNotMatch", Kind.NOT_ALLOWED, Reach.ACCOUNT, CREDENTIALS),
                row("ExpiredToken", Kind.NOT_ALLOWED, Reach.ACCOUNT, CREDENTIALS),
                row("ExpiredTokenException", Kind.NOT_ALLOWED, Reach.ACCOUNT, CREDENTIALS),
                row("UnrecognizedClientException", Kind.NOT_ALLOWED, Reach.ACCOUNT, CREDENTIALS),
                row("InvalidSignatureException", Kind.NOT_ALLOWED, Reach.ACCOUNT, CREDENTIALS),
                row(
                        "RequestExpired",
                        Kind.NOT_ALLOWED,
                        Reach.ACCOUNT,
                        "Set the clock of the controller's machine"),
                row(
                        "AuthFailure.ServiceLinkedRoleCreationNotPermitted",
                        Kind.NOT_ALLOWED,
                        Reach.ACCOUNT,
                        "Create the role once: aws iam create-service-linked-role"
                                + " --aws-service-name spot.amazonaws.com"),
                row(
                        "OptInRequired",
                        Kind.NOT_ALLOWED,
                        Reach.ACCOUNT,
                        "Subscribe the account to EC2, or to the image in the marketplace"),
                row(
                        "Blocked",
                        Kind.NOT_ALLOWED,
                        Reach.ACCOUNT,
                        "AWS has blocked the account: ask its support"));
    }

    private static Stream<Row> configuration() {
        return Stream.of(
                source("InvalidAMIID.NotFound", "Check the source's image"),
                source("InvalidAMIID.Malformed", "Check the source's image"),
                source("InvalidAMIID.Unavailable", "Check the source's image"),
                row(
                        "InvalidSubnetID.NotFound",
                        Kind.INVALID_REQUEST,
                        Reach.SUBNET,
                        "Check the source's subnets"),
                source("InvalidGroup.NotFound", "Check the source's security groups"),
                source("InvalidKeyPair.NotFound", "Check the source's key pair"),
                source("InvalidUserData.Malformed", "User data holds 16 KiB at most"),
                source("InvalidBlockDeviceMapping", "Check the source's volume"),
                row("InvalidParameterValue", Kind.INVALID_REQUEST, Reach.BY_MESSAGE, ""),
                row("InvalidParameterCombination", Kind.INVALID_REQUEST, Reach.POOL, ""),
                row("InvalidFleetConfiguration", Kind.INVALID_REQUEST, Reach.POOL, ""),
                row("InvalidFleetConfig", Kind.INVALID_REQUEST, Reach.POOL, ""));
    }

    /** Ours: a missing one is made anew at the next launch. */
    private static Stream<Row> launchTemplates() {
        return Stream.of(
                        "InvalidLaunchTemplateId.NotFound",
                        "InvalidLaunchTemplateName.NotFoundException")
                .map(
                        code ->
                                new Row(
                                        code,
                                        Kind.THROTTLED,
                                        Reach.POOL,
                                        Optional.of(TEMPLATE_LAG),
                                        ""));
    }

    private static Row source(String code, String remedy) {
        return row(code, Kind.INVALID_REQUEST, Reach.ACCOUNT, remedy);
    }

    private static Row row(String code, Kind kind, Reach reach, String remedy) {
        return new Row(code, kind, reach, Optional.empty(), remedy);
    }
}
