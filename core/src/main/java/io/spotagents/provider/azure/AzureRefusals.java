package io.spotagents.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What the errors of Azure call for. The HTTP status comes first, as a 429 may bear the code of a
 * quota; then the code, or the first known one among its details; then the status again.
 */
final class AzureRefusals {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;

    /** Of an operation that failed after its request was accepted: there is no status. */
    private static final int LATER = 0;

    /** Codes that tell that a size cannot do what was asked; what it is follows. */
    private static final String SIZE_CANNOT = "VMSizeDoesntSupport";

    private AzureRefusals() {}

    /**
     * An error, as it came.
     *
     * @param status of HTTP; 0 if it is the result of an operation
     */
    record Told(
            String action, int status, String code, String message, Optional<Duration> retryAfter) {

        /**
         * @param error the object of that name in the answer; may be missing
         */
        static Told of(String action, int status, JsonNode error) {
            JsonNode telling = telling(error).orElse(error);
            return new Told(
                    action,
                    status,
                    telling.path("code").asText(""),
                    telling.path("message").asText(""),
                    Optional.empty());
        }

        /** The result of an operation that failed. */
        static Told later(String action, JsonNode error) {
            return of(action, LATER, error);
        }

        Told after(Optional<Duration> wait) {
            return new Told(action, status, code, message, wait);
        }

        /** Outer codes such as {@code DeploymentFailed} only say that something inside failed. */
        private static Optional<JsonNode> telling(JsonNode error) {
            if (isKnown(error.path("code").asText(""))) {
                return Optional.of(error);
            }
            for (JsonNode detail : error.path("details")) {
                Optional<JsonNode> inside = telling(detail);
                if (inside.isPresent()) {
                    return inside;
                }
            }
            return Optional.empty();
        }

        private static boolean isKnown(String code) {
            return AzureErrorCodes.find(code).isPresent() || code.startsWith(SIZE_CANNOT);
        }

        private String text() {
            String named = code.isEmpty() ? "HTTP " + status : code;
            String end =
                    message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
            return action + ": " + named + (end.isEmpty() ? "" : ": " + end);
        }
    }

    /**
     * What an error calls for.
     *
     * @param machineType the size that was asked for; empty if none was
     */
    static Refusal of(Told told, String machineType) {
        Refusal refusal = judged(told);
        boolean isAboutSize = !machineType.isEmpty() || refusal.scope() != Scope.FAMILY;
        return new Refusal(
                refusal.kind(),
                isAboutSize ? refusal.scope() : Scope.ACCOUNT,
                told.retryAfter(),
                refusal.message());
    }

    /** Azure's directory did not let us in. */
    static Refusal signInFailed(String action, String message) {
        String first = message.lines().findFirst().orElse("");
        return Refusal.of(
                Kind.NOT_ALLOWED,
                Scope.ACCOUNT,
                action + ": " + first + " Check the source's credentials: tenant, client, secret");
    }

    private static Refusal judged(Told told) {
        String text = told.text();
        if (told.status() == TOO_MANY) {
            return Refusal.of(Kind.THROTTLED, Scope.ACCOUNT, text);
        }
        Optional<AzureErrorCodes.Row> row = AzureErrorCodes.find(told.code());
        if (row.isPresent()) {
            return known(row.get(), told);
        }
        if (told.code().startsWith(SIZE_CANNOT)) {
            return Refusal.of(Kind.INVALID_REQUEST, Scope.POOL, text);
        }
        return byStatus(told, text);
    }

    private static Refusal known(AzureErrorCodes.Row row, Told told) {
        String text = told.text();
        String full = row.remedy().isEmpty() ? text : text + ". " + row.remedy();
        // What is told later is known to have been tried.
        boolean isOpen = row.kind() == Kind.OUTCOME_UNKNOWN && told.status() == LATER;
        Kind kind = isOpen ? Kind.NO_CAPACITY : row.kind();
        return switch (row.reach()) {
            case POOL -> Refusal.of(kind, Scope.POOL, full);
            case ACCOUNT -> Refusal.of(kind, Scope.ACCOUNT, full);
            case QUOTA -> quota(told, full);
        };
    }

    /** One code for many things: the message tells the quota, if it is about a quota at all. */
    private static Refusal quota(Told told, String full) {
        String message = told.message().toLowerCase(Locale.ROOT);
        if (message.contains("family cores quota") || message.contains("family vcpus quota")) {
            return Refusal.of(Kind.QUOTA_REACHED, Scope.FAMILY, full);
        }
        if (message.contains("lowprioritycores")
                || message.contains("quota")
                || message.contains("current limit")
                || told.code().equals("QuotaExceeded")) {
            return Refusal.of(Kind.QUOTA_REACHED, Scope.ACCOUNT, full);
        }
        return Refusal.of(Kind.INVALID_REQUEST, Scope.POOL, told.text());
    }

    private static Refusal byStatus(Told told, String text) {
        int status = told.status();
        if (status == LATER) {
            return Refusal.of(Kind.NO_CAPACITY, Scope.POOL, text);
        }
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            return Refusal.of(Kind.NOT_ALLOWED, Scope.ACCOUNT, text);
        }
        boolean isOurs = status < SERVER && status != TIMEOUT && !told.code().isEmpty();
        return Refusal.of(isOurs ? Kind.INVALID_REQUEST : Kind.OUTCOME_UNKNOWN, Scope.POOL, text);
    }
}
