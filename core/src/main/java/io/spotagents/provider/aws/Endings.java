package io.spotagents.provider.aws;

import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Ends instances, many with one call. One id that EC2 does not know, or one protected instance,
 * fails the call for all of them, so what is left is asked again without it.
 */
final class Endings {

    /** EC2 takes 1000, and asks for smaller batches. Source: TerminateInstances, API Reference. */
    private static final int BATCH = 500;

    private static final Pattern ID = Pattern.compile("i-[0-9a-zA-Z]+");

    private static final Set<String> UNKNOWN =
            Set.of("InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed");

    private static final Set<String> PROTECTED =
            Set.of("OperationNotPermitted", "UnsupportedOperation");

    private final Ec2Client ec2;
    private final SortedSet<String> refused = new TreeSet<>();

    private Endings(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    /** Ends all of them; those that must not be ended are told when the others are. */
    static void end(Ec2Client ec2, Set<String> ids) throws ProviderException {
        List<String> sorted = List.copyOf(new TreeSet<>(ids));
        Endings endings = new Endings(ec2);
        for (int from = 0; from < sorted.size(); from += BATCH) {
            endings.end(sorted.subList(from, Math.min(from + BATCH, sorted.size())));
        }
        if (!endings.refused.isEmpty()) {
            String message =
                    "TerminateInstances: termination protection is on for "
                            + String.join(", ", endings.refused)
                            + ". Take it away, or end them by hand";
            throw new ProviderException(Refusal.of(Kind.NOT_ALLOWED, Scope.POOL, message));
        }
    }

    private void end(List<String> ids) throws ProviderException {
        try {
            ec2.terminateInstances(request -> request.instanceIds(ids));
        } catch (SdkException e) {
            String code = e instanceof AwsServiceException told ? Ec2Refusals.code(told) : "";
            if (UNKNOWN.contains(code)) {
                endWithout(named(e.getMessage()), ids);
            } else if (PROTECTED.contains(code)) {
                endHalves(ids);
            } else {
                throw new ProviderException(Ec2Refusals.of("TerminateInstances", "", e), e);
            }
        }
    }

    /** An id that EC2 does not know is ended already. */
    private void endWithout(Set<String> unknown, List<String> ids) throws ProviderException {
        List<String> known = new ArrayList<>(ids);
        if (!known.removeAll(unknown)) {
            if (ids.size() > 1) {
                endHalves(ids);
            }
        } else if (!known.isEmpty()) {
            end(known);
        }
    }

    private void endHalves(List<String> ids) throws ProviderException {
        if (ids.size() == 1) {
            refused.addAll(ids);
            return;
        }
        int half = ids.size() / 2;
        end(ids.subList(0, half));
        end(ids.subList(half, ids.size()));
    }

    private static Set<String> named(String message) {
        Set<String> ids = new TreeSet<>();
        Matcher matcher = ID.matcher(message);
        while (matcher.find()) {
            ids.add(matcher.group());
        }
        return ids;
    }
}
