package io.spotagents.provider.azure;

import io.spotagents.model.Granularity;
import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Pool;
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
import io.spotagents.provider.cloud.AccountTroubles;
import io.spotagents.provider.cloud.CallCount;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Instances of one subscription and region of Azure. A launch is one scale set of flexible
 * orchestration that has the launch's name, of one size in one zone; it is never changed, and goes
 * with the last of its instances.
 *
 * <p>Safe to use from any thread.
 */
public final class AzureProvider implements Provider {

    /** Name of this provider in pools. */
    public static final String NAME = "azure";

    private static final Logger LOGGER = Logger.getLogger(AzureProvider.class.getName());

    private final AzureSettings settings;
    private final InstantSource time;
    private final CallCount calls;
    private final AzureMarket market;
    private final Commitments commitments;
    private final Inventory inventory;
    private final Endings endings;
    private final Launcher launcher;
    private final AccountTroubles troubles = new AccountTroubles();

    /** Sends nothing yet. */
    public AzureProvider(AzureAccess access, AzureSettings settings, InstantSource time) {
        this.settings = settings;
        this.time = time;
        this.calls = access.calls();
        Arm arm = Arm.management(access);
        AzureSettings.Home home = settings.home();
        Inventory.Group group =
                new Inventory.Group(home.subscription(), home.resourceGroup(), settings.region());
        Set<AzureMarket.Platform> platforms = new HashSet<>();
        for (ImageChoice image : settings.images()) {
            platforms.add(new AzureMarket.Platform(image.os(), image.architecture()));
        }
        Permitted permitted = new Permitted(troubles);
        this.market =
                new AzureMarket(
                        access,
                        new AzureMarket.Scope(
                                home.subscription(),
                                settings.region(),
                                settings.hardware().types(),
                                settings.hardware().zones(),
                                settings.ways().scores()),
                        platforms,
                        permitted,
                        time);
        this.commitments = new Commitments(arm, group, market, permitted, time);
        this.inventory = new Inventory(arm, group);
        this.endings = new Endings(arm, group, time);
        this.launcher =
                new Launcher(
                        arm, settings, group, new Launcher.Parts(access.pause(), time, endings));
    }

    /**
     * An instance that shuts itself down stays allocated, and is billed as if it ran; with an
     * identity that may delete it, it deletes itself. Source: "States and billing status of Azure
     * Virtual Machines".
     */
    @Override
    public LeaseEnd leaseEnd() {
        return settings.ways().identities().selfDelete().isPresent()
                ? LeaseEnd.DELETES_ITSELF
                : LeaseEnd.KEEPS_BILLING;
    }

    /**
     * By the second, and a minute is reckoned at least. Source: "Virtual Machines pricing" names
     * seconds and no minimum; that there is one of a minute, users of "Microsoft Q&A" quote from
     * older documentation. More is not believed: see docs/decisions/0025.
     */
    @Override
    public Granularity granularity() {
        return Granularity.SECONDS_AFTER_A_MINUTE;
    }

    /**
     * Agents on new Windows machines of Azure began to work after some 4 minutes 15 seconds.
     * Source: "Configuring Scaling Settings for Managed DevOps Pool", logcorner.com, five builds.
     * Of Linux no figure is known that anybody has measured lately.
     */
    @Override
    public Optional<Duration> usualBoot(OperatingSystem os) {
        return os == OperatingSystem.WINDOWS
                ? Optional.of(Duration.ofSeconds(255))
                : Optional.empty();
    }

    @Override
    public List<Offer> offers() throws ProviderException {
        return market.offers();
    }

    @Override
    public List<PoolSignals> signals() throws ProviderException {
        return market.signals();
    }

    @Override
    public List<Quota> quotas() throws ProviderException {
        return market.quotas();
    }

    /** Reservations and savings plans that cover the subscription. */
    @Override
    public Optional<PaidFor> paidFor() throws ProviderException {
        return commitments.paidFor();
    }

    @Override
    public SortedMap<String, Long> callCounts() {
        return calls.byAction();
    }

    @Override
    public List<String> troubles() {
        return troubles.all();
    }

    @Override
    public LaunchReply launch(LaunchRequest request) {
        try {
            return launchOnce(request);
        } catch (ProviderException e) {
            return LaunchReply.refused(e.refusal());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return broke(request, e);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Launch " + request.owner().intent() + " broke");
            return broke(request, e);
        }
    }

    /** What Azure failed to make is told as ending, and deleted: it has no other who would. */
    @Override
    public Listing list(UUID controller) throws ProviderException {
        Inventory.Snapshot snapshot = inventory.read();
        endings.clearUp(controller, snapshot);
        return new Listing(snapshot.instances(controller, time.instant()), Set.of());
    }

    /** What is in no scale set of a launch is not ours, and left alone. */
    @Override
    public void end(Set<String> instanceIds) throws ProviderException {
        if (!instanceIds.isEmpty()) {
            Set<String> ids = new HashSet<>();
            instanceIds.forEach(id -> ids.add(id.toLowerCase(Locale.ROOT)));
            endings.end(ids, inventory.read());
        }
    }

    private LaunchReply launchOnce(LaunchRequest request)
            throws ProviderException, InterruptedException {
        Pool pool = request.pool();
        Optional<MachineType> type;
        try {
            type = market.type(pool);
        } catch (ProviderException e) {
            throw new ProviderException(nothingMade(e.refusal()), e);
        }
        if (type.isEmpty()) {
            return invalid("this source has no pool " + pool);
        }
        Optional<ImageChoice> image =
                settings.images().stream()
                        .filter(one -> one.os() == pool.os())
                        .filter(one -> one.architecture() == type.get().architecture())
                        .findFirst();
        return image.isEmpty()
                ? invalid("no image of this source runs on " + pool)
                : launcher.launch(request, image.get());
    }

    private static LaunchReply broke(LaunchRequest request, Exception e) {
        return LaunchReply.refused(
                Refusal.of(
                        Kind.OUTCOME_UNKNOWN,
                        Scope.POOL,
                        "the launch " + request.owner().intent() + " broke: " + e));
    }

    private static LaunchReply invalid(String message) {
        return LaunchReply.refused(Refusal.of(Kind.INVALID_REQUEST, Scope.POOL, message));
    }

    /** What failed came before the launch, so its outcome is known. */
    private static Refusal nothingMade(Refusal refusal) {
        return refusal.kind() == Kind.OUTCOME_UNKNOWN
                ? new Refusal(
                        Kind.THROTTLED, Scope.ACCOUNT, refusal.retryAfter(), refusal.message())
                : refusal;
    }
}
