package io.spotagents.fleet;

import io.spotagents.market.ObservationBook;
import io.spotagents.provider.Instance;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Listing;
import io.spotagents.provider.Owner;
import io.spotagents.provider.PoolSignals;
import io.spotagents.provider.Provider;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Quota;
import io.spotagents.provider.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Calls providers away from the loop, and posts what they answer. One executor for each source, so
 * that a provider that hangs delays no other.
 */
final class Calls {

    private static final Logger LOGGER = Logger.getLogger(Calls.class.getName());

    private final Function<String, Executor> executors;
    private final Consumer<FleetEvent> answers;

    Calls(Function<String, Executor> executors, Consumer<FleetEvent> answers) {
        this.executors = executors;
        this.answers = answers;
    }

    void launch(Provider provider, LaunchIntent intent, UUID controller, Duration bootDeadline) {
        Owner owner = new Owner(controller, intent.template(), intent.token());
        LaunchRequest request =
                new LaunchRequest(owner, intent.ask().pool(), intent.ask().count(), bootDeadline);
        run(
                intent.ask().source(),
                () -> new FleetEvent.LaunchAnswered(intent, provider.launch(request)),
                refusal -> new FleetEvent.LaunchAnswered(intent, LaunchReply.refused(refusal)));
    }

    void list(String source, Provider provider, UUID controller, Instant askedAt) {
        run(
                source,
                () -> {
                    Listing listing = provider.list(controller);
                    for (Instance instance : listing.instances()) {
                        if (!instance.owner().controller().equals(controller)) {
                            throw new IllegalStateException(
                                    "listed an instance of another controller: " + instance);
                        }
                    }
                    return new FleetEvent.Listed(source, askedAt, listing);
                },
                refusal -> new FleetEvent.CallFailed(source, FleetEvent.Call.LIST, refusal));
    }

    /** With what else the source knows: one after the other, so that it is not asked at once. */
    void offers(String source, Provider provider) {
        run(
                source,
                () -> {
                    tellSignals(source, provider);
                    tellPaidFor(source, provider);
                    tellQuotas(source, provider);
                    return new FleetEvent.Offered(source, provider.offers());
                },
                refusal -> new FleetEvent.CallFailed(source, FleetEvent.Call.OFFERS, refusal));
    }

    private void tellSignals(String source, Provider provider) {
        try {
            List<PoolSignals> signals = provider.signals();
            if (!signals.isEmpty()) {
                answers.accept(new FleetEvent.Signaled(source, signals));
            }
        } catch (ProviderException | RuntimeException e) {
            answers.accept(failed(source, FleetEvent.Call.SIGNALS, e));
        }
    }

    private void tellPaidFor(String source, Provider provider) {
        try {
            provider.paidFor()
                    .ifPresent(paid -> answers.accept(new FleetEvent.PaidForTold(source, paid)));
        } catch (ProviderException | RuntimeException e) {
            answers.accept(failed(source, FleetEvent.Call.PAID_FOR, e));
        }
    }

    private void tellQuotas(String source, Provider provider) {
        try {
            List<Quota> quotas = provider.quotas();
            if (!quotas.isEmpty()) {
                answers.accept(new FleetEvent.QuotasTold(source, quotas));
            }
        } catch (ProviderException | RuntimeException e) {
            answers.accept(failed(source, FleetEvent.Call.QUOTAS, e));
        }
    }

    private static FleetEvent failed(String source, FleetEvent.Call call, Exception e) {
        Refusal refusal = e instanceof ProviderException told ? told.refusal() : broke(source, e);
        return new FleetEvent.CallFailed(source, call, refusal);
    }

    private static Refusal broke(String source, Exception e) {
        LOGGER.log(Level.WARNING, e, () -> "A call to the source " + source + " broke");
        return Refusal.of(Refusal.Kind.OUTCOME_UNKNOWN, Refusal.Scope.POOL, "the call broke: " + e);
    }

    /** Fits on threads of its own; one that breaks is left for the next day. */
    void refit(String threads, ObservationBook book) {
        try {
            executors.apply(threads).execute(() -> refit(book));
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "Weights are not fitted today", e);
        }
    }

    private void refit(ObservationBook book) {
        try {
            answers.accept(new FleetEvent.Refitted(Refit.of(book.observations())));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "Weights could not be fitted to what was observed", e);
        }
    }

    void end(String source, Provider provider, Set<String> instanceIds) {
        run(
                source,
                () -> {
                    provider.end(instanceIds);
                    return new FleetEvent.EndAccepted(source, instanceIds);
                },
                refusal -> new FleetEvent.CallFailed(source, FleetEvent.Call.END, refusal));
    }

    private void run(String source, Call call, Function<Refusal, FleetEvent> failed) {
        try {
            executors.apply(source).execute(() -> answers.accept(answer(source, call, failed)));
        } catch (RejectedExecutionException e) {
            answers.accept(
                    failed.apply(
                            Refusal.of(
                                    Refusal.Kind.THROTTLED,
                                    Refusal.Scope.POOL,
                                    "too many calls to " + source + " are waiting for an answer")));
        }
    }

    private static FleetEvent answer(
            String source, Call call, Function<Refusal, FleetEvent> failed) {
        try {
            return call.answer();
        } catch (ProviderException e) {
            return failed.apply(e.refusal());
        } catch (RuntimeException e) {
            return failed.apply(broke(source, e));
        }
    }

    private interface Call {
        FleetEvent answer() throws ProviderException;
    }
}
