package io.spotagents.provider.gcp;

import io.spotagents.model.Granularity;
import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Pool;
import io.spotagents.provider.Instance;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.LeaseEnd;
import io.spotagents.provider.Listing;
import io.spotagents.provider.PaidFor;
import io.spotagents.provider.PoolSignals;
import io.spotagents.provider.Provider;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Quota;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import io.spotagents.provider.cloud.MarketCache;
import io.spotagents.reclaim.Notice;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Instances of one project and region of Google Cloud. A launch is one bulk operation for one
 * machine type in one zone. Its token is Google's request id; a launch that was asked for before is
 * looked up first, its operation by that id and its instances by their label, since Google does not
 * remember request ids forever.
 *
 * <p>Safe to use from any thread. Closing it closes its clients.
 */
public final class GcpProvider implements Provider, AutoCloseable {

    /** Name of this provider in pools. */
    public static final String NAME = "gcp";

    private static final Logger LOGGER = Logger.getLogger(GcpProvider.class.getName());
    private static final int LAUNCHES_KEPT = 10_000;
    private static final String COMMITMENTS = "commitments and reservations";
    private static final String OPERATIONS = "preemptions from operations";

    private final GcpClients clients;
    private final GcpCalls calls;
    private final RegionFacts region;
    private final Images images;
    private final GcpMarket market;
    private final Launcher launcher;
    private final InstanceList instances;
    private final Commitments commitments;
    private final Endings endings;
    private final Preemptions preemptions;
    private final Quotas quotas;
    private final RecentLaunches recent = new RecentLaunches(LAUNCHES_KEPT);

    /** Sends nothing yet, and keeps nothing over a restart. */
    public GcpProvider(GcpClients clients, GcpSettings settings, InstantSource time) {
        this(clients, settings, MarketCache.NONE, time);
    }

    /**
     * Sends nothing yet.
     *
     * @param cache where prices survive a restart
     */
    public GcpProvider(
            GcpClients clients, GcpSettings settings, MarketCache cache, InstantSource time) {
        this.clients = clients;
        GcpSettings.Site site = settings.site();
        this.calls = new GcpCalls(clients.calls(), time);
        this.region = new RegionFacts(clients.compute(), calls, site, time);
        this.images = new Images(clients.compute(), calls, settings.images(), time);
        this.market =
                new GcpMarket(
                        new GcpMarket.Scope(
                                clients.compute(),
                                calls,
                                site,
                                settings.hardware().types(),
                                settings.ways().figures()),
                        region,
                        new CatalogPrices(clients, calls, site.region(), cache, time),
                        images::platforms,
                        time);
        this.quotas = new Quotas(region, market.types(), site);
        this.instances = new InstanceList(clients.compute(), calls, site);
        this.launcher = new Launcher(clients.compute(), calls, settings, instances, time);
        this.commitments = new Commitments(clients.compute(), calls, site, region, time);
        this.endings = new Endings(clients, calls, site.project(), time);
        this.preemptions = new Preemptions(clients.compute(), calls, site.project(), time);
    }

    /**
     * Google deletes an instance at the latest when it has run for as long as the settings allow.
     * Source: "Limit the run time of a VM", Compute Engine documentation.
     */
    @Override
    public LeaseEnd leaseEnd() {
        return LeaseEnd.DELETES_ITSELF;
    }

    /**
     * By the second and a minute at least, spot and Windows included. Source: "VM instance
     * pricing", Compute Engine documentation, and "Extending per second billing", Google Cloud's
     * blog, 26 September 2017.
     */
    @Override
    public Granularity granularity() {
        return Granularity.SECONDS_AFTER_A_MINUTE;
    }

    /**
     * Linux boots in some 30 s, Windows in 2 minutes. Source: "Understanding Windows VM
     * initialization on Google Cloud", jpassing.com, 5 March 2020; "Move Fast and Break the Cloud",
     * R. Aboukhalil, 17 August 2018, measured 25 s to SSH up to 32 processors, and less than a
     * minute up to 96. A minute is added for the agent to be fetched, enrolled and started, which
     * is an assumption.
     */
    @Override
    public Optional<Duration> usualBoot(OperatingSystem os) {
        return Optional.of(
                os == OperatingSystem.WINDOWS ? Duration.ofMinutes(3) : Duration.ofSeconds(90));
    }

    @Override
    public List<Offer> offers() throws ProviderException {
        return market.offers();
    }

    @Override
    public List<PoolSignals> signals() throws ProviderException {
        return market.signals();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Committed use discounts for processors and memory, and reservations that any instance may
     * use. Nothing where the project may not be asked.
     */
    @Override
    public Optional<PaidFor> paidFor() throws ProviderException {
        try {
            Optional<PaidFor> paid = commitments.paidFor(market);
            calls.troubles().over(COMMITMENTS);
            return paid;
        } catch (ProviderException e) {
            if (e.refusal().kind() != Kind.NOT_ALLOWED) {
                throw e;
            }
            calls.troubles()
                    .met(COMMITMENTS, e.refusal().message() + ": goes without " + COMMITMENTS);
            return Optional.empty();
        }
    }

    /** {@inheritDoc} Of up to five minutes ago. */
    @Override
    public List<Quota> quotas() throws ProviderException {
        return quotas.quotas();
    }

    /**
     * Instances of the region that Google began to take back after a moment, whoever they belong
     * to. One call for each zone; slower than what an instance hears itself.
     */
    public List<Notice> preemptedSince(Instant moment) throws ProviderException {
        List<Notice> notices = new ArrayList<>();
        try {
            for (String zone : region.zones()) {
                notices.addAll(preemptions.since(moment, zone));
            }
        } catch (ProviderException e) {
            calls.troubles()
                    .met(
                            OPERATIONS,
                            e.refusal().message() + ": notices come from the agents alone");
            throw e;
        }
        calls.troubles().over(OPERATIONS);
        return notices;
    }

    @Override
    public SortedMap<String, Long> callCounts() {
        return clients.calls().byAction();
    }

    @Override
    public List<String> troubles() {
        return calls.troubles().all();
    }

    @Override
    public LaunchReply launch(LaunchRequest request) {
        try {
            return launchOnce(request);
        } catch (ProviderException e) {
            boolean isRepeated = recent.find(request.owner().intent()).isPresent();
            return LaunchReply.refused(
                    isRepeated ? stillOpen(e.refusal()) : nothingMade(e.refusal()));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Launch " + request.owner().intent() + " broke");
            return LaunchReply.refused(
                    Refusal.of(Kind.OUTCOME_UNKNOWN, Scope.POOL, "the launch broke: " + e));
        }
    }

    @Override
    public Listing list(UUID controller) throws ProviderException {
        return instances.of(controller);
    }

    @Override
    public void end(Set<String> instanceIds) throws ProviderException {
        endings.end(instanceIds);
    }

    @Override
    public void close() {
        clients.close();
    }

    private LaunchReply launchOnce(LaunchRequest request) throws ProviderException {
        UUID token = request.owner().intent();
        Optional<RecentLaunches.Known> known = recent.find(token);
        if (known.isPresent()) {
            Optional<LaunchReply> before = before(request, known.get());
            if (before.isPresent()) {
                return before.get();
            }
        }
        Pool pool = request.pool();
        Optional<MachineType> type = market.type(pool);
        if (type.isEmpty()) {
            return invalid("this source has no pool " + pool);
        }
        Optional<Image> image = images.forType(type.get(), pool.os());
        if (image.isEmpty()) {
            return invalid("no image of this source runs on " + pool);
        }
        recent.asked(token);
        return launcher.launch(request, image.get(), recent);
    }

    /** What the same launch brought when it was asked for before; empty if it has to be asked. */
    private Optional<LaunchReply> before(LaunchRequest request, RecentLaunches.Known known)
            throws ProviderException {
        if (!known.hasMade()) {
            Optional<String> operation = known.operation();
            if (operation.isEmpty()) {
                operation = launcher.operation(request);
            }
            if (operation.isPresent()) {
                return Optional.of(launcher.follow(request, operation.get(), recent));
            }
        }
        List<Instance> made = instances.ofLaunch(request.owner(), request.pool().place().zone());
        return made.isEmpty() && !known.hasMade()
                ? Optional.empty()
                : Optional.of(Launcher.reply(request, made, List.of()));
    }

    private static LaunchReply invalid(String message) {
        return LaunchReply.refused(Refusal.of(Kind.INVALID_REQUEST, Scope.POOL, message));
    }

    /** What failed came before the launch is repeated; what was asked for first is still open. */
    private static Refusal stillOpen(Refusal refusal) {
        return new Refusal(
                Kind.OUTCOME_UNKNOWN, refusal.scope(), refusal.retryAfter(), refusal.message());
    }

    /** What failed came before the launch, so its outcome is known. */
    private static Refusal nothingMade(Refusal refusal) {
        return refusal.kind() == Kind.OUTCOME_UNKNOWN
                ? new Refusal(
                        Kind.THROTTLED, Scope.ACCOUNT, refusal.retryAfter(), refusal.message())
                : refusal;
    }
}
