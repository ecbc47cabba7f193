package io.spotagents.provider.aws;

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
import io.spotagents.provider.cloud.RecentTokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Instances of one account and region of AWS. A launch is one instant fleet of one machine type in
 * one subnet, unless AWS is to choose among several. Its token is EC2's client token; a launch that
 * was asked for before is looked up by its tags first, since EC2 does not remember tokens forever.
 *
 * <p>Safe to use from any thread. Closing it closes the {@link AwsClients} that were handed in.
 */
public final class AwsProvider implements Provider, AutoCloseable {

    /** Name of this provider in pools. */
    public static final String NAME = "aws";

    static final String PREFIX = "spot-agents-";

    private static final Logger LOGGER = Logger.getLogger(AwsProvider.class.getName());
    private static final int TOKENS_KEPT = 10_000;

    private final AwsClients clients;
    private final Images images;
    private final Subnets subnets;
    private final AwsMarket market;
    private final Quotas quotas;
    private final AccountCommitments commitments;
    private final OtherPools others;
    private final boolean isChosenByAws;
    private final Launcher launcher;
    private final TemplateCleanup cleanup;
    private final InstanceList instances;
    private final RecentTokens asked = new RecentTokens(TOKENS_KEPT);

    /** What EC2 does not tell. */
    public record Figures(OnDemandPrices onDemand, AdvisorBands bands) {}

    /** Sends nothing yet. What is read of the market is read again after a restart. */
    public AwsProvider(
            AwsClients clients, AwsSettings settings, Figures figures, InstantSource time) {
        this(clients, settings, figures, MarketCache.NONE, time);
    }

    /**
     * Sends nothing yet.
     *
     * @param cache where what is read of the market survives a restart
     */
    public AwsProvider(
            AwsClients clients,
            AwsSettings settings,
            Figures figures,
            MarketCache cache,
            InstantSource time) {
        this.clients = clients;
        AwsAccount account = new AwsAccount(clients.sts());
        this.images = new Images(clients, settings.images(), time);
        this.subnets = new Subnets(clients, settings.network(), time);
        this.market =
                new AwsMarket(
                        new AwsMarket.Scope(
                                clients.ec2(),
                                settings.region(),
                                settings.hardware().types(),
                                settings.ways().scores(),
                                cache),
                        figures,
                        new AwsMarket.Account(account::id, subnets, images::platforms),
                        time);
        AccountUse use = new AccountUse(clients.ec2(), time);
        this.quotas = new Quotas(clients.signed(), market, use, time);
        this.commitments = new AccountCommitments(clients, market, figures.onDemand(), use, time);
        this.others = new OtherPools(market, images);
        this.isChosenByAws = settings.ways().method() == AwsSettings.Method.FLEET_OF_POOLS;
        this.launcher = new Launcher(clients, settings, time);
        this.cleanup = new TemplateCleanup(clients.ec2(), launcher.templates(), time);
        this.instances =
                new InstanceList(
                        clients.ec2(),
                        settings.region(),
                        account::id,
                        settings.network().address());
    }

    /**
     * An instance shuts itself down when its lease ends, which its launch template turns into
     * termination. Source: "Change instance initiated shutdown behavior", EC2 User Guide.
     */
    @Override
    public LeaseEnd leaseEnd() {
        return LeaseEnd.DELETES_ITSELF;
    }

    /**
     * Linux and Windows, spot and on demand, by the second and a minute at least. Sources: "Amazon
     * EC2 per-second billing", What's New, 2 October 2017 (Linux), and "per second billing for EC2
     * Windows Server", 11 June 2021. Distributions with an hourly charge of their own are not known
     * here, nor that AWS lets an interrupted first hour of spot go free: both are left to the bill.
     */
    @Override
    public Granularity granularity() {
        return Granularity.SECONDS_AFTER_A_MINUTE;
    }

    /**
     * Linux answers after some 26 s. Sources: "EC2 boot time benchmarking", daemonology.net, 12
     * August 2021 (29 s), and github.com/brevdev/ec2-coldboot-research (26 s on average). Windows
     * often takes 15 minutes, and is up to 65 % faster with EC2 Fast Launch, without which it would
     * seldom make the boot deadline of 10 minutes. Source: "Use EC2 Fast Launch for your Windows
     * instances", EC2 User Guide, and API reference of {@code EnableFastLaunch}. A minute is added
     * for the agent to be fetched, enrolled and started, which is an assumption.
     */
    @Override
    public Optional<Duration> usualBoot(OperatingSystem os) {
        return Optional.of(
                os == OperatingSystem.WINDOWS ? Duration.ofMinutes(6) : Duration.ofSeconds(90));
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
    public Optional<PaidFor> paidFor() throws ProviderException {
        return commitments.paidFor();
    }

    @Override
    public List<Quota> quotas() throws ProviderException {
        return quotas.quotas();
    }

    @Override
    public List<String> troubles() {
        return Stream.concat(quotas.trouble().stream(), commitments.troubles()).toList();
    }

    @Override
    public SortedMap<String, Long> callCounts() {
        return clients.signed().count().byAction();
    }

    @Override
    public LaunchReply launch(LaunchRequest request) {
        boolean isRepeat = asked.holds(request.owner().intent());
        try {
            List<Instance> made = isRepeat ? instances.ofLaunch(request.owner()) : List.of();
            return made.isEmpty() ? launchOnce(request) : found(request, made);
        } catch (ProviderException e) {
            return LaunchReply.refused(
                    isRepeat ? stillOpen(e.refusal()) : nothingMade(e.refusal()));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Launch " + request.owner().intent() + " broke");
            return LaunchReply.refused(
                    Refusal.of(Kind.OUTCOME_UNKNOWN, Scope.POOL, "the launch broke: " + e));
        }
    }

    @Override
    public Listing list(UUID controller) throws ProviderException {
        Listing listing = new Listing(instances.of(controller), Set.of());
        cleanup.ifDue(controller);
        return listing;
    }

    @Override
    public void end(Set<String> instanceIds) throws ProviderException {
        Endings.end(clients.ec2(), instanceIds);
    }

    @Override
    public void close() {
        clients.close();
    }

    private LaunchReply launchOnce(LaunchRequest request) throws ProviderException {
        Pool pool = request.pool();
        Optional<MachineType> type = market.type(pool);
        Optional<String> subnet = subnets.in(pool.place().zone());
        if (type.isEmpty() || subnet.isEmpty()) {
            return invalid("this source has no pool " + pool);
        }
        Optional<Image> image = images.forType(type.get(), pool.os());
        if (image.isEmpty()) {
            return invalid("no image of this source runs on " + pool);
        }
        asked.add(request.owner().intent());
        List<Site> sites = new ArrayList<>(List.of(new Site(pool, subnet.get())));
        if (isChosenByAws) {
            for (Pool other : others.of(pool, image.get())) {
                subnets.in(other.place().zone()).ifPresent(it -> sites.add(new Site(other, it)));
            }
        }
        return launcher.launch(request, image.get(), sites);
    }

    private static LaunchReply found(LaunchRequest request, List<Instance> made) {
        return made.size() < request.count()
                ? new LaunchReply(made, List.of(Launcher.fewer(request, made)))
                : new LaunchReply(made, List.of());
    }

    private static LaunchReply invalid(String message) {
        return LaunchReply.refused(Refusal.of(Kind.INVALID_REQUEST, Scope.POOL, message));
    }

    /** What failed came before the repeat; what came of the launch itself is as open as before. */
    private static Refusal stillOpen(Refusal refusal) {
        return new Refusal(
                Kind.OUTCOME_UNKNOWN, Scope.POOL, refusal.retryAfter(), refusal.message());
    }

    /** What failed came before the launch, so its outcome is known. */
    private static Refusal nothingMade(Refusal refusal) {
        return refusal.kind() == Kind.OUTCOME_UNKNOWN
                ? new Refusal(
                        Kind.THROTTLED, Scope.ACCOUNT, refusal.retryAfter(), refusal.message())
                : refusal;
    }
}
