package io.spotagents.provider.gcp;

import com.google.api.services.compute.Compute;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ends instances. Google deletes one with a call, so they go out some at a time, and no more in a
 * minute than leaves room for other calls. Whoever asks for more is throttled until the next
 * minute; what was asked for till then is ended. Safe to use from any thread.
 */
final class Endings {

    /** Of the 1,500 changes a minute that a project has. Source: "API rate quotas". */
    static final int IN_MINUTE = 1_000;

    private final Compute compute;
    private final GcpCalls calls;
    private final ExecutorService threads;
    private final String project;
    private final InstantSource time;
    private final MinuteBudget budget = new MinuteBudget(IN_MINUTE);

    Endings(GcpClients clients, GcpCalls calls, String project, InstantSource time) {
        this.compute = clients.compute();
        this.threads = clients.threads();
        this.calls = calls;
        this.project = project;
        this.time = time;
    }

    /** Ends all of them; what failed is told when the others are ended. */
    void end(Set<String> ids) throws ProviderException {
        AtomicReference<ProviderException> failed = new AtomicReference<>();
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (String id : new TreeSet<>(ids)) {
            Optional<InstanceKey> key = InstanceKey.parse(id);
            key.ifPresent(one -> tasks.add(() -> end(one, failed)));
        }
        try {
            for (Future<Boolean> one : threads.invokeAll(tasks)) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderException(
                    Refusal.of(Kind.OUTCOME_UNKNOWN, Scope.ACCOUNT, "interrupted while ending"), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("ending broke", e.getCause());
        }
        ProviderException first = failed.get();
        if (first != null) {
            throw first;
        }
    }

    /** Whether it was asked for; the rest is not, once we are throttled. */
    private boolean end(InstanceKey key, AtomicReference<ProviderException> failed) {
        ProviderException before = failed.get();
        if (before != null && before.refusal().kind() == Kind.THROTTLED) {
            return false;
        }
        try {
            delete(key);
            return true;
        } catch (ProviderException e) {
            failed.compareAndSet(null, e);
            return false;
        }
    }

    private void delete(InstanceKey key) throws ProviderException {
        Instant now = time.instant();
        if (!budget.take(now)) {
            throw new ProviderException(
                    new Refusal(
                            Kind.THROTTLED,
                            Scope.ACCOUNT,
                            Optional.of(GceRefusals.toNextMinute(now)),
                            "instances.delete: "
                                    + IN_MINUTE
                                    + " in this minute, which leaves room for other calls"));
        }
        try {
            calls.repeated(
                    "instances.delete",
                    () -> compute.instances().delete(project, key.zone(), key.number()));
        } catch (ProviderException e) {
            if (!GceRefusals.isNotFound(e) && !GceRefusals.isOnItsWay(e)) {
                throw e;
            }
        }
    }
}
