package io.spotagents.provider.gcp;

import io.spotagents.provider.Refusal.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The error codes of Compute Engine that are known, and what each calls for: reasons of failed
 * calls, and codes of failed operations.
 */
// Source: "Troubleshooting resource availability errors", "Troubleshoot bulk VM creation", "API
// rate
// quotas" and the error catalog of Google Cloud, read 2026-08; what others saw is marked in
// docs/gcp.md.
final class GceErrorCodes {

    private static final String ROLE = "Compare the role with docs/gcp.md";
    private static final String CREDENTIALS = "Check the source's credentials";
    private static final String RAISE =
            "Have the quota raised under IAM & Admin, Quotas; without quota for preemptible"
                    + " processors, spot instances count against the ordinary ones";
    private static final String ENABLE = "Enable the Compute Engine API in the project";

    private static final Map<String, Row> ROWS =
            Stream.of(
                            soldOut(),
                            quotas(),
                            throttling(),
                            outages(),
                            authorization(),
                            configuration())
                    .flatMap(rows -> rows)
                    .collect(Collectors.toUnmodifiableMap(Row::code, Function.identity()));

    private GceErrorCodes() {}

    /** How far a refusal with this code reaches. */
    enum Reach {
        POOL,
        SUBNET,
        ACCOUNT,
        /** The family if the quota that the message names is one of a family, else the account. */
        QUOTA,
        /** Only the message tells what is wrong. */
        BY_MESSAGE
    }

    /**
     * A code and what it calls for.
     *
     * @param endsWithMinute whether the same request succeeds as soon as the clock's next minute
     *     begins
     * @param remedy what a person can do about it; empty if nothing
     */
    record Row(String code, Kind kind, Reach reach, boolean endsWithMinute, String remedy) {}

    static Optional<Row> find(String code) {
        return Optional.ofNullable(ROWS.get(code));
    }

    /** Those after the last stockout are seen when an instance is taken while it is being made. */
    private static Stream<Row> soldOut() {
        Stream<Row> pools =
                Stream.of(
                                "ZONE_RESOURCE_POOL_EXHAUSTED",
                                "ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS",
                                "RESOURCE_POOL_EXHAUSTED",
                                "REGION_RESOURCE_POOL_EXHAUSTED",
                                "INSUFFICIENT_CAPACITY",
                                "insufficientCapacity",
                                "GPU_STOCKOUT",
                                "stockout",
                                "UNSUPPORTED_OPERATION",
                                "RESOURCE_NOT_READY")
                        .map(code -> row(code, Kind.NO_CAPACITY, Reach.POOL, ""));
        Stream<Row> addresses =
                Stream.of("IP_SPACE_EXHAUSTED", "IP_SPACE_EXHAUSTED_WITH_DETAILS")
                        .map(
                                code ->
                                        row(
                                                code,
                                                Kind.NO_CAPACITY,
                                                Reach.SUBNET,
                                                "Widen the range of the source's subnet"));
        return Stream.concat(pools, addresses);
    }

    private static Stream<Row> quotas() {
        return Stream.of("quotaExceeded", "QUOTA_EXCEEDED")
                .map(code -> row(code, Kind.QUOTA_REACHED, Reach.QUOTA, RAISE));
    }

    /** The quota of calls is filled up at the start of each minute. */
    private static Stream<Row> throttling() {
        return Stream.of(
                        "rateLimitExceeded",
                        "userRateLimitExceeded",
                        "RATE_LIMIT_EXCEEDED",
                        "RESOURCE_EXHAUSTED")
                .map(code -> new Row(code, Kind.THROTTLED, Reach.ACCOUNT, true, ""));
    }

    /**
     * Whether the request was carried out is not said. A name that is taken belongs to an earlier
     * call with the same token, which names are made of.
     */
    private static Stream<Row> outages() {
        return Stream.of(
                        "INTERNAL_ERROR",
                        "internalError",
                        "backendError",
                        "alreadyExists",
                        "RESOURCE_ALREADY_EXISTS")
                .map(code -> row(code, Kind.OUTCOME_UNKNOWN, Reach.POOL, ""));
    }

    private static Stream<Row> authorization() {
        return Stream.of(
                notAllowed("authError", CREDENTIALS),
                notAllowed("UNAUTHENTICATED", CREDENTIALS),
                notAllowed("forbidden", ROLE),
                notAllowed("PERMISSIONS_ERROR", ROLE),
                notAllowed("IAM_PERMISSION_DENIED", ROLE),
                notAllowed("accessNotConfigured", ENABLE),
                notAllowed("SERVICE_DISABLED", ENABLE),
                notAllowed(
                        "CONDITION_NOT_MET",
                        "A policy of the organization forbids it; ask whoever manages it"));
    }

    private static Stream<Row> configuration() {
        return Stream.of(
                        "invalid",
                        "INVALID_FIELD_VALUE",
                        "INVALID_USAGE",
                        "badRequest",
                        "notFound",
                        "RESOURCE_NOT_FOUND",
                        "conditionNotMet")
                .map(code -> row(code, Kind.INVALID_REQUEST, Reach.BY_MESSAGE, ""));
    }

    private static Row notAllowed(String code, String remedy) {
        return row(code, Kind.NOT_ALLOWED, Reach.ACCOUNT, remedy);
    }

    private static Row row(String code, Kind kind, Reach reach, String remedy) {
        return new Row(code, kind, reach, false, remedy);
    }
}
