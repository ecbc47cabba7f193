package io.spotagents.provider.gcp;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.compute.model.Operation;
import com.google.auth.Retryable;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the errors of Compute Engine call for. A code that is not in the table is judged by its HTTP
 * status: a 4xx is an invalid request, everything else leaves the outcome open.
 */
final class GceRefusals {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;

    /**
     * Such as {@code N2D_CPUS}; processors without a family are all, those {@code ALL_REGIONS} too.
     */
    private static final Pattern FAMILY_QUOTA =
            Pattern.compile("\\b(?!PREEMPTIBLE_)[A-Z]\\d+[A-Z]?_CPUS\\b");

    /** What is the same whatever pool is asked. */
    private static final Pattern OF_SOURCE =
            Pattern.compile(
                    "images?/|[Ii]mage|networks?/|[Ss]ubnet|[Nn]etwork|[Ss]ervice ?[Aa]ccount|[Ll]abel"
                            + "|constraints/|instanceTemplates?/|[Mm]etadata");

    private static final Pattern OF_POOL = Pattern.compile("[Mm]achine ?[Tt]ype");

    private GceRefusals() {}

    /** A credential that could not be turned into a token; nothing was asked for yet. */
    static Refusal ofCredentials(String method, IOException e) {
        boolean mayPass = e instanceof Retryable told && told.isRetryable();
        return Refusal.of(
                mayPass ? Kind.THROTTLED : Kind.NOT_ALLOWED,
                Scope.ACCOUNT,
                method
                        + ": no token: "
                        + e.getMessage()
                        + ". Check the source's credentials, and that oauth2.googleapis.com can be"
                        + " reached");
    }

    /** A name that the client itself refuses to ask for. */
    static Refusal ofParameter(String method, IllegalArgumentException e) {
        return Refusal.of(Kind.INVALID_REQUEST, Scope.POOL, method + ": " + e.getMessage());
    }

    /** What a failed call calls for. */
    static Refusal of(String method, IOException e, Instant now) {
        if (!(e instanceof GoogleJsonResponseException told)) {
            return Refusal.of(Kind.OUTCOME_UNKNOWN, Scope.ACCOUNT, method + ": " + e);
        }
        List<String> codes = codes(told);
        Optional<GceErrorCodes.Row> row =
                codes.stream().flatMap(code -> GceErrorCodes.find(code).stream()).findFirst();
        String shown =
                row.map(GceErrorCodes.Row::code)
                        .orElseGet(
                                () ->
                                        codes.isEmpty()
                                                ? "HTTP " + told.getStatusCode()
                                                : codes.get(0));
        String message = message(told);
        String text = method + ": " + shown + ": " + message;
        Refusal refusal =
                row.map(known -> known(known, message, text, now))
                        .orElseGet(() -> byStatus(told.getStatusCode(), codes, text));
        return retryAfter(told)
                .map(
                        wait ->
                                new Refusal(
                                        refusal.kind(),
                                        refusal.scope(),
                                        Optional.of(wait),
                                        refusal.message()))
                .orElse(refusal);
    }

    /**
     * What an error of a bulk operation that has ended calls for. Nothing was made of what it
     * speaks of, so a code that nobody knows counts as sold out, not as an open outcome.
     */
    static Refusal inOperation(Operation.Error.Errors error, Instant now) {
        String code = String.valueOf(error.getCode());
        String message = String.valueOf(error.getMessage());
        String text = "instances.bulkInsert: " + code + ": " + message;
        Optional<GceErrorCodes.Row> row = GceErrorCodes.find(code);
        if (row.isEmpty()) {
            Kind kind = code.startsWith("INVALID") ? Kind.INVALID_REQUEST : Kind.NO_CAPACITY;
            boolean isQuota = code.contains("QUOTA");
            return Refusal.of(isQuota ? Kind.QUOTA_REACHED : kind, Scope.POOL, text);
        }
        Refusal known = known(row.get(), message, text, now);
        return known.kind() == Kind.OUTCOME_UNKNOWN
                ? new Refusal(Kind.NO_CAPACITY, known.scope(), known.retryAfter(), known.message())
                : known;
    }

    /** Whether it says that what was spoken of does not exist. */
    static boolean isNotFound(ProviderException e) {
        return e.getCause() instanceof GoogleJsonResponseException told
                && told.getStatusCode() == NOT_FOUND;
    }

    /** Whether it says that another operation, such as an earlier deletion, is at work on it. */
    static boolean isOnItsWay(ProviderException e) {
        return e.getCause() instanceof GoogleJsonResponseException told
                && codes(told).contains("resourceNotReady");
    }

    /** From now to the next minute of the clock. */
    static Duration toNextMinute(Instant now) {
        Instant next = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        return Duration.between(now, next);
    }

    private static Refusal known(GceErrorCodes.Row row, String message, String text, Instant now) {
        Scope scope =
                switch (row.reach()) {
                    case POOL -> Scope.POOL;
                    case SUBNET -> Scope.SUBNET;
                    case ACCOUNT -> Scope.ACCOUNT;
                    case QUOTA -> quotaScope(message);
                    case BY_MESSAGE -> byMessage(message);
                };
        Optional<Duration> wait =
                row.endsWithMinute() ? Optional.of(toNextMinute(now)) : Optional.empty();
        String full = row.remedy().isEmpty() ? text : text + ". " + row.remedy();
        return new Refusal(row.kind(), scope, wait, full);
    }

    private static Refusal byStatus(int status, List<String> codes, String text) {
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            return Refusal.of(Kind.NOT_ALLOWED, Scope.ACCOUNT, text);
        }
        if (status == TOO_MANY) {
            return Refusal.of(Kind.THROTTLED, Scope.ACCOUNT, text);
        }
        boolean isOurs = status < SERVER && !codes.isEmpty();
        return Refusal.of(isOurs ? Kind.INVALID_REQUEST : Kind.OUTCOME_UNKNOWN, Scope.POOL, text);
    }

    private static Scope quotaScope(String message) {
        Matcher family = FAMILY_QUOTA.matcher(message);
        return family.find() ? Scope.FAMILY : Scope.ACCOUNT;
    }

    private static Scope byMessage(String message) {
        boolean isOfSource = OF_SOURCE.matcher(message).find() && !OF_POOL.matcher(message).find();
        return isOfSource ? Scope.ACCOUNT : Scope.POOL;
    }

    /** The finest first: reasons of details, reasons of errors, the status in words. */
    private static List<String> codes(GoogleJsonResponseException e) {
        List<String> codes = new ArrayList<>();
        GoogleJsonError error = e.getDetails();
        if (error == null) {
            return codes;
        }
        for (GoogleJsonError.Details one : orNone(error.getDetails())) {
            add(codes, one.getReason());
        }
        for (GoogleJsonError.ErrorInfo one : orNone(error.getErrors())) {
            add(codes, one.getReason());
        }
        add(codes, error.get("status"));
        return codes;
    }

    private static void add(List<String> codes, Object code) {
        if (code instanceof String text && !text.isBlank()) {
            codes.add(text);
        }
    }

    private static <T> List<T> orNone(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static String message(GoogleJsonResponseException e) {
        GoogleJsonError error = e.getDetails();
        return error == null || error.getMessage() == null
                ? String.valueOf(e.getStatusMessage())
                : error.getMessage();
    }

    private static Optional<Duration> retryAfter(GoogleJsonResponseException e) {
        return Optional.ofNullable(e.getHeaders().getRetryAfter())
                .filter(seconds -> seconds.matches("\\d{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }
}
