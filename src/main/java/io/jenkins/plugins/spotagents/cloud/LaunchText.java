package io.jenkins.plugins.spotagents.cloud;

import io.spotagents.boot.BootCloud;
import io.spotagents.boot.BootScript;
import io.spotagents.boot.BootSettings;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.UserData;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * What instances of a source run when they boot. A repeated request gets the text that it had, as
 * clouds want it. In a cloud whose launches share their text, only one with secrets is of its own.
 * Safe to use from any thread.
 */
public final class LaunchText implements UserData {

    /** More launches than are repeated by any loop. */
    private static final int SECRETS_KEPT = 1_000;

    private final Settings settings;
    private final SourceContext context;
    private final Map<UUID, String> secrets = new LinkedHashMap<>();

    /**
     * What the text depends on.
     *
     * @param more values for the cloud's own part of the script
     * @param onLinux what Linux instances do instead of what the start says
     */
    public record Settings(
            BootCloud cloud,
            InstanceStart start,
            InstanceProof proof,
            SortedMap<String, String> more,
            UnaryOperator<BootSettings.Steps> onLinux) {

        /** Of a cloud whose part of the script needs nothing of its own. */
        public Settings(BootCloud cloud, InstanceStart start, InstanceProof proof) {
            this(cloud, start, proof, new TreeMap<>());
        }

        /** Of instances that all do what the start says. */
        public Settings(
                BootCloud cloud,
                InstanceStart start,
                InstanceProof proof,
                SortedMap<String, String> more) {
            this(cloud, start, proof, more, UnaryOperator.identity());
        }

        /** The same, but for Linux instances. */
        public Settings with(UnaryOperator<BootSettings.Steps> other) {
            return new Settings(cloud, start, proof, more, other);
        }
    }

    public LaunchText(Settings settings, SourceContext context) {
        this.settings = settings;
        this.context = context;
    }

    @Override
    public String of(LaunchRequest request) throws ProviderException {
        BootSettings.Steps usual = settings.start().toSteps();
        BootSettings.Steps steps =
                request.pool().os() == OperatingSystem.LINUX
                        ? settings.onLinux().apply(usual)
                        : usual;
        InstanceProof proof = steps.isCalled() ? InstanceProof.DOCUMENT : settings.proof();
        return BootScript.of(
                request.pool().os(),
                new BootSettings(
                        settings.cloud(),
                        controllerUrl(),
                        context.controller().id(),
                        launch(request, proof),
                        steps));
    }

    private URI controllerUrl() throws ProviderException {
        return settings.start()
                .url()
                .orElseThrow(
                        () -> SourceContext.untilMended(Messages.InstanceStart_NoControllerUrl()));
    }

    /** What is called proves nothing, so it is given no secret either. */
    private BootSettings.Launch launch(LaunchRequest request, InstanceProof proof) {
        UUID intent = request.owner().intent();
        BootSettings.Launch launch =
                BootSettings.Launch.within(request.bootDeadline()).with(settings.more());
        return switch (proof) {
            case SECRET -> launch.of(intent).with(secret(request));
            case DOCUMENT -> settings.cloud().isShared() ? launch : launch.of(intent);
        };
    }

    private synchronized String secret(LaunchRequest request) {
        UUID intent = request.owner().intent();
        String known = secrets.get(intent);
        if (known != null) {
            return known;
        }
        Instant until = context.time().instant().plus(request.bootDeadline());
        String made = context.controller().secrets().issue(intent, request.count(), until);
        secrets.put(intent, made);
        if (secrets.size() > SECRETS_KEPT) {
            secrets.remove(secrets.keySet().iterator().next());
        }
        return made;
    }
}
