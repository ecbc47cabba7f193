package io.spotagents.fleet;

import io.spotagents.cost.Budget;
import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.Listing;
import io.spotagents.provider.PaidFor;
import io.spotagents.provider.PoolSignals;
import io.spotagents.provider.Provider;
import io.spotagents.provider.Quota;
import io.spotagents.provider.Refusal;
import io.spotagents.reclaim.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Something that the loop learns. Made by anybody, from any thread; read by the loop alone. */
public sealed interface FleetEvent {

    /** Calls the reader's method for this case. */
    void readBy(Reader reader);

    /**
     * The configuration, whole: what is absent is no longer configured.
     *
     * @param cloudBudgets what all templates of a cloud together may spend in a month, by the
     *     cloud's name; absent is no limit
     */
    record Configured(
            List<Template> templates,
            Map<String, Provider> sources,
            Map<String, Budget> cloudBudgets)
            implements FleetEvent {
        public Configured {
            templates = List.copyOf(templates);
            sources = Map.copyOf(sources);
            cloudBudgets = Map.copyOf(cloudBudgets);
        }

        /** Without budgets of clouds. */
        public Configured(List<Template> templates, Map<String, Provider> sources) {
            this(templates, sources, Map.of());
        }

        @Override
        public void readBy(Reader reader) {
            reader.configured(this);
        }
    }

    /** Work that waits for executors beyond what exists, for every template; absent is none. */
    record DemandChanged(Map<TemplateKey, Waiting> waiting) implements FleetEvent {
        public DemandChanged {
            waiting = Map.copyOf(waiting);
        }

        @Override
        public void readBy(Reader reader) {
            reader.demandChanged(this);
        }
    }

    /**
     * A reclaim was announced. The same notice may come several times, and from several sources.
     */
    record Noticed(Notice notice) implements FleetEvent {
        @Override
        public void readBy(Reader reader) {
            reader.noticed(this);
        }
    }

    /**
     * There is an agent for an instance from before a restart. If its source no longer lists the
     * instance, it is gone.
     */
    record AgentKnown(Instance instance, String source) implements FleetEvent {
        @Override
        public void readBy(Reader reader) {
            reader.agentKnown(this);
        }
    }

    /**
     * The agent of an instance is connected and holds so much work.
     *
     * @param onLastTry of these, executors whose work goes where nothing is reclaimed if it is
     *     reclaimed once more; at most all
     */
    record AgentWorks(String instanceId, int busyExecutors, int onLastTry) implements FleetEvent {
        public AgentWorks {
            if (onLastTry < 0 || onLastTry > busyExecutors) {
                throw new IllegalArgumentException(
                        "onLastTry must be between 0 and the busyExecutors of %d, not %d"
                                .formatted(busyExecutors, onLastTry));
            }
        }

        /** With work that may be reclaimed again. */
        public AgentWorks(String instanceId, int busyExecutors) {
            this(instanceId, busyExecutors, 0);
        }

        @Override
        public void readBy(Reader reader) {
            reader.agentWorks(this);
        }
    }

    /** The agent of an instance takes no new work and holds none. */
    record AgentDrained(String instanceId) implements FleetEvent {
        @Override
        public void readBy(Reader reader) {
            reader.agentDrained(this);
        }
    }

    /** The channel to an agent broke; its instance may be gone, or only its network. */
    record AgentDisconnected(String instanceId) implements FleetEvent {
        @Override
        public void readBy(Reader reader) {
            reader.agentDisconnected(this);
        }
    }

    /** Work was lost with an instance and has to be done again. */
    record WorkLost(String instanceId, Duration work) implements FleetEvent {
        @Override
        public void readBy(Reader reader) {
            reader.workLost(this);
        }
    }

    /**
     * Work was done, whole, on an instance: what machine types are compared by.
     *
     * @param work what it was, such as a job's or a test's name: the same name, the same work
     * @param took longer than zero
     */
    record WorkDone(String instanceId, String work, Duration took) implements FleetEvent {
        @Override
        public void readBy(Reader reader) {
            reader.workDone(this);
        }
    }

    /** The cloud signaled that an instance is at more risk than before; not a notice yet. */
    record InstanceAtRisk(String instanceId, Instant at) implements FleetEvent {
        @Override
        public void readBy(Reader reader) {
            reader.instanceAtRisk(this);
        }
    }

    /** The cloud signaled that the instances of a pool are at more risk than before. */
    record PoolAtRisk(String source, Pool pool, Instant at) implements FleetEvent {
        @Override
        public void readBy(Reader reader) {
            reader.poolAtRisk(this);
        }
    }

    /** A provider answered a launch. */
    record LaunchAnswered(LaunchIntent intent, LaunchReply reply) implements FleetEvent {
        @Override
        public void readBy(Reader reader) {
            reader.launchAnswered(this);
        }
    }

    /** A source listed its instances, as of when it was asked. */
    record Listed(String source, Instant askedAt, Listing listing) implements FleetEvent {
        @Override
        public void readBy(Reader reader) {
            reader.listed(this);
        }
    }

    /** A source told its offers. */
    record Offered(String source, List<Offer> offers) implements FleetEvent {
        public Offered {
            offers = List.copyOf(offers);
        }

        @Override
        public void readBy(Reader reader) {
            reader.offered(this);
        }
    }

    /** A source told what its cloud says of pools. */
    record Signaled(String source, List<PoolSignals> signals) implements FleetEvent {
        public Signaled {
            signals = List.copyOf(signals);
        }

        @Override
        public void readBy(Reader reader) {
            reader.signaled(this);
        }
    }

    /** A source told what its account has paid for. */
    record PaidForTold(String source, PaidFor paid) implements FleetEvent {
        @Override
        public void readBy(Reader reader) {
            reader.paidForTold(this);
        }
    }

    /** A source told what its account may use at once. */
    record QuotasTold(String source, List<Quota> quotas) implements FleetEvent {
        public QuotasTold {
            quotas = List.copyOf(quotas);
        }

        @Override
        public void readBy(Reader reader) {
            reader.quotasTold(this);
        }
    }

    /** The weights of the hazard model were fitted anew. */
    record Refitted(Refit refit) implements FleetEvent {
        @Override
        public void readBy(Reader reader) {
            reader.refitted(this);
        }
    }

    /** A source accepted that instances end. */
    record EndAccepted(String source, Set<String> instanceIds) implements FleetEvent {
        public EndAccepted {
            instanceIds = Set.copyOf(instanceIds);
        }

        @Override
        public void readBy(Reader reader) {
            reader.endAccepted(this);
        }
    }

    /** A source could not tell what it was asked, or would not end instances. */
    record CallFailed(String source, Call call, Refusal refusal) implements FleetEvent {
        @Override
        public void readBy(Reader reader) {
            reader.callFailed(this);
        }
    }

    /** The calls to a provider other than launch, whose refusals are part of its answer. */
    enum Call {
        LIST,
        OFFERS,
        SIGNALS,
        PAID_FOR,
        QUOTAS,
        END
    }

    /** One method per case. */
    interface Reader {
        void configured(Configured event);

        void demandChanged(DemandChanged event);

        void noticed(Noticed event);

        void agentKnown(AgentKnown event);

        void agentWorks(AgentWorks event);

        void agentDrained(AgentDrained event);

        void agentDisconnected(AgentDisconnected event);

        void workLost(WorkLost event);

        void workDone(WorkDone event);

        void instanceAtRisk(InstanceAtRisk event);

        void poolAtRisk(PoolAtRisk event);

        void launchAnswered(LaunchAnswered event);

        void listed(Listed event);

        void offered(Offered event);

        void signaled(Signaled event);

        void paidForTold(PaidForTold event);

        void quotasTold(QuotasTold event);

        void refitted(Refitted event);

        void endAccepted(EndAccepted event);

        void callFailed(CallFailed event);
    }
}
