package io.spotagents.provider.aws;

import io.spotagents.model.MachineFamily;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What the errors of EC2 call for. A code that is not in the table is judged by its HTTP status: a
 * 4xx is an invalid request, everything else leaves the outcome open.
 */
final class Ec2Refusals {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;

    /** Families that share the quota of all standard ones; the others have one of their own. */
    // Source: "Spot Instance quotas", EC2 User Guide: A, C, D, H, I, M, R, T, Z.
    private static final Pattern STANDARD = Pattern.compile("(?:[acdhimrtz]|im|is)\\d.*");

    /** A blob of many lines that only STS can decode. */
    private static final Pattern ENCODED =
            Pattern.compile("\\s*Encoded authorization failure message: \\S+");

    /** Codes of a permission that is missing; services other than EC2 send them with a 400. */
    private static final Set<String> DENIED =
            Set.of("UnauthorizedOperation", "AccessDenied", "AccessDeniedException");

    private Ec2Refusals() {}

    /** The answer to a call, or what its failure calls for. */
    static <T> T asking(String action, Supplier<T> call) throws ProviderException {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new ProviderException(of(action, "", e), e);
        }
    }

    /** The error's code; empty if the answer bore none. */
    static String code(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    /** What a code calls for; empty if it is in no table. */
    static Optional<Kind> kindOf(String code) {
        return Ec2ErrorCodes.find(code).map(Ec2ErrorCodes.Row::kind);
    }

    /**
     * What a failed call calls for.
     *
     * @param action as EC2 calls it; with the name of its service if it is another's
     * @param machineType the type that was asked for; empty if none was
     */
    static Refusal of(String action, String machineType, SdkException e) {
        if (e instanceof AwsServiceException told) {
            return told(action, machineType, told);
        }
        String message = action + ": " + e.getMessage();
        if (message.contains("Unable to load credentials")) {
            return Refusal.of(
                    Kind.NOT_ALLOWED,
                    Scope.ACCOUNT,
                    message + ". Give the source credentials, or the controller's machine a role");
        }
        return Refusal.of(Kind.OUTCOME_UNKNOWN, Scope.ACCOUNT, message);
    }

    /**
     * What an error in the answer to a fleet request calls for. Nothing was made of what it speaks
     * of, so a code that nobody knows counts as sold out, not as an open outcome.
     */
    static Refusal inFleet(String machineType, String code, String message) {
        String text = text("CreateFleet", code, message);
        Optional<Ec2ErrorCodes.Row> row = Ec2ErrorCodes.find(code);
        if (row.isEmpty()) {
            Kind kind = code.startsWith("Invalid") ? Kind.INVALID_REQUEST : Kind.NO_CAPACITY;
            return Refusal.of(kind, Scope.POOL, text);
        }
        Refusal known = known(row.get(), machineType, message, text);
        return known.kind() == Kind.OUTCOME_UNKNOWN
                ? new Refusal(Kind.NO_CAPACITY, known.scope(), known.retryAfter(), known.message())
                : known;
    }

    private static Refusal told(String action, String machineType, AwsServiceException e) {
        String code = code(e);
        AwsErrorDetails details = e.awsErrorDetails();
        String message =
                details == null || details.errorMessage() == null ? "" : details.errorMessage();
        String text = text(action, code.isEmpty() ? "HTTP " + e.statusCode() : code, message);
        Refusal refusal =
                Ec2ErrorCodes.find(code)
                        .map(row -> known(row, machineType, message, text))
                        .orElseGet(() -> byStatus(e.statusCode(), code, text));
        boolean isDenied = e.statusCode() == FORBIDDEN || DENIED.contains(code);
        Refusal named =
                refusal.kind() == Kind.NOT_ALLOWED && isDenied
                        ? withMessage(refusal, refusal.message() + " (" + permission(action) + ")")
                        : refusal;
        return retryAfter(e)
                .map(
                        wait ->
                                new Refusal(
                                        named.kind(),
                                        named.scope(),
                                        Optional.of(wait),
                                        named.message()))
                .orElse(named);
    }

    /** The permission that an action needs; those of EC2 are written without their service. */
    private static String permission(String action) {
        return action.indexOf(':') < 0 ? "ec2:" + action : action;
    }

    private static Refusal known(
            Ec2ErrorCodes.Row row, String machineType, String message, String text) {
        Scope scope =
                switch (row.reach()) {
                    case POOL -> Scope.POOL;
                    case SUBNET -> Scope.SUBNET;
                    case ACCOUNT -> Scope.ACCOUNT;
                    case QUOTA_GROUP -> quotaGroup(machineType);
                    case BY_MESSAGE -> byMessage(message);
                };
        String full = row.remedy().isEmpty() ? text : text + ". " + row.remedy();
        return new Refusal(row.kind(), scope, row.retryAfter(), full);
    }

    private static Refusal byStatus(int status, String code, String text) {
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            return Refusal.of(Kind.NOT_ALLOWED, Scope.ACCOUNT, text);
        }
        if (status == TOO_MANY) {
            return Refusal.of(Kind.THROTTLED, Scope.ACCOUNT, text);
        }
        boolean isOurs = status < SERVER && !code.isEmpty();
        return Refusal.of(isOurs ? Kind.INVALID_REQUEST : Kind.OUTCOME_UNKNOWN, Scope.POOL, text);
    }

    private static Scope quotaGroup(String machineType) {
        boolean isStandard =
                machineType.isEmpty() || STANDARD.matcher(MachineFamily.of(machineType)).matches();
        return isStandard ? Scope.ACCOUNT : Scope.FAMILY;
    }

    /** These parameters are the same whatever pool is asked; others depend on the machine type. */
    private static Scope byMessage(String message) {
        boolean isOfSource =
                message.contains("Instance Profile") || message.contains("different networks");
        return isOfSource ? Scope.ACCOUNT : Scope.POOL;
    }

    private static String text(String action, String code, String message) {
        String shown = ENCODED.matcher(message).replaceAll("");
        return action + ": " + code + ": " + (shown.endsWith(".") ? trimmed(shown) : shown);
    }

    private static String trimmed(String sentence) {
        return sentence.substring(0, sentence.length() - 1);
    }

    private static Refusal withMessage(Refusal refusal, String message) {
        return new Refusal(refusal.kind(), refusal.scope(), refusal.retryAfter(), message);
    }

    private static Optional<Duration> retryAfter(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        if (details == null || details.sdkHttpResponse() == null) {
            return Optional.empty();
        }
        return details.sdkHttpResponse()
                .firstMatchingHeader("Retry-After")
                .filter(seconds -> seconds.matches("\\d{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }
}
