package io.spotagents.provider.local;

import io.spotagents.provider.Refusal;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Whether instances may be launched on this machine at all. */
final class LaunchGate {

    private final BooleanSupplier allowed;
    private final LinuxProcesses processes;

    LaunchGate(BooleanSupplier allowed, LinuxProcesses processes) {
        this.allowed = allowed;
        this.processes = processes;
    }

    /** Why not; empty if they may. */
    Optional<Refusal> refusal() {
        if (!allowed.getAsBoolean()) {
            return Optional.of(
                    notAllowed(
                            "the local source runs builds as the controller's user; to allow it,"
                                    + " set the system property "
                                    + LocalSettings.ALLOWED_PROPERTY
                                    + "=true"));
        }
        return processes.areVisible()
                ? Optional.empty()
                : Optional.of(notAllowed("the local source needs Linux"));
    }

    private static Refusal notAllowed(String message) {
        return Refusal.of(Refusal.Kind.NOT_ALLOWED, Refusal.Scope.ACCOUNT, message);
    }
}
