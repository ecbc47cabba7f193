package io.jenkins.plugins.spotagents.cloud;

import io.spotagents.boot.BootScript;
import io.spotagents.boot.BootSettings;
import io.spotagents.boot.LaunchSecret;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.aws.UserData;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What instances of a source run when they boot. With signed documents all launches get the same
 * text; with secrets each gets its own, and a repeated request the one it had, as EC2 wants it.
 * Safe to use from any thread.
 */
final class AwsUserData implements UserData {

    /** More launches than are repeated by any loop. */
    private static final int SECRETS_KEPT = 1_000;

    private final AwsStart start;
    private final Optional<AwsSsh> ssh;
    private final AwsProof proof;
    private final SourceContext context;
    private final Supplier<String> rootUrl;
    private final Map<UUID, LaunchSecret> secrets = new LinkedHashMap<>();

    /**
     * @param ssh if the controller connects to Linux instances
     * @param rootUrl of Jenkins, asked at every launch, as it may be set later than the source;
     *     used if the start names none
     */
    AwsUserData(
            AwsStart start,
            Optional<AwsSsh> ssh,
            AwsProof proof,
            SourceContext context,
            Supplier<String> rootUrl) {
        this.start = start;
        this.ssh = ssh;
        this.proof = proof;
        this.context = context;
        this.rootUrl = rootUrl;
    }

    @Override
    public String of(LaunchRequest request) {
        String url = start.getControllerUrl();
        BootSettings.Steps steps = steps(request.pool().os());
        Optional<LaunchSecret> secret =
                steps.isCalled() || proof == AwsProof.DOCUMENT
                        ? Optional.empty()
                        : Optional.of(secret(request));
        return BootScript.of(
                request.pool().os(),
                new BootSettings(
                        URI.create(url.isEmpty() ? rootUrl.get() : url),
                        context.controller().id(),
                        request.bootDeadline(),
                        steps,
                        secret));
    }

    private BootSettings.Steps steps(OperatingSystem os) {
        BootSettings.Steps steps = start.toSteps();
        return ssh.filter(any -> os == OperatingSystem.LINUX)
                .map(one -> one.prepared(steps))
                .orElse(steps);
    }

    private synchronized LaunchSecret secret(LaunchRequest request) {
        UUID intent = request.owner().intent();
        LaunchSecret known = secrets.get(intent);
        if (known != null) {
            return known;
        }
        Instant until = context.time().instant().plus(request.bootDeadline());
        String text = context.controller().secrets().issue(intent, request.count(), until);
        LaunchSecret made = new LaunchSecret(intent, text);
        secrets.put(intent, made);
        if (secrets.size() > SECRETS_KEPT) {
            secrets.remove(secrets.keySet().iterator().next());
        }
        return made;
    }
}
