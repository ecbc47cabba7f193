package io.spotagents.provider.local;

import io.spotagents.model.Granularity;
import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.LeaseEnd;
import io.spotagents.provider.Listing;
import io.spotagents.provider.Provider;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import io.spotagents.provider.local.LaunchRecords.Granted;
import io.spotagents.provider.local.LocalMarket.Reclaim;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Instances on this machine. Every instance is a directory below the home and the processes that
 * its supervisor started; nothing is kept in memory that is not there, so a new provider over the
 * same home takes up where an old one crashed. One provider at a time may launch below one home.
 *
 * <p>An instance is ended with every process that carries its id in its environment or stayed in
 * its session. A process that both left the session and cleared its environment escapes.
 */
public final class LocalProvider implements Provider {

    private static final Logger LOGGER = Logger.getLogger(LocalProvider.class.getName());

    private final LocalMarket market;
    private final Path home;
    private final BootCommand bootCommand;
    private final LocalSettings settings;
    private final InstantSource time;
    private final LinuxProcesses processes = new LinuxProcesses(LinuxProcesses.PROC);
    private final LaunchGate gate;
    private final InstanceHome instances;
    private final LaunchRecords launches;

    /**
     * @param home where the instances' directories are; need not exist yet
     */
    public LocalProvider(
            LocalMarket market,
            Path home,
            BootCommand bootCommand,
            LocalSettings settings,
            InstantSource time) {
        this.market = market;
        this.home = home.toAbsolutePath().normalize();
        this.bootCommand = bootCommand;
        this.settings = settings;
        this.time = time;
        this.gate = new LaunchGate(settings.allowed(), processes);
        this.instances = new InstanceHome(this.home, processes);
        this.launches = new LaunchRecords(this.home.resolve("launches"));
    }

    @Override
    public LeaseEnd leaseEnd() {
        return LeaseEnd.DELETES_ITSELF;
    }

    /** Nobody bills; the made-up prices are those of seconds. */
    @Override
    public Granularity granularity() {
        return Granularity.SECONDS;
    }

    @Override
    public List<Offer> offers() {
        return market.offers(time.instant());
    }

    @Override
    public LaunchReply launch(LaunchRequest request) {
        Optional<Refusal> closed = gate.refusal();
        if (closed.isPresent()) {
            return LaunchReply.refused(closed.get());
        }
        if (!market.sells(request.pool())) {
            String message = "there is no pool " + request.pool() + " here";
            return LaunchReply.refused(Refusal.of(Kind.INVALID_REQUEST, Scope.POOL, message));
        }
        try {
            return launchOnce(request);
        } catch (ProviderException e) {
            return LaunchReply.refused(e.refusal());
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "Launch " + request.owner().intent() + " failed");
            return LaunchReply.refused(unknown(e));
        }
    }

    @Override
    public Listing list(UUID controller) throws ProviderException {
        try {
            List<Instance> listed =
                    instances.alive().stream()
                            .filter(one -> one.tags().owner().controller().equals(controller))
                            .map(InstanceDirectory::instance)
                            .toList();
            return new Listing(listed, Set.of());
        } catch (IOException e) {
            throw new ProviderException(unknown(e), e);
        }
    }

    @Override
    public void end(Set<String> instanceIds) throws ProviderException {
        try {
            for (String id : instanceIds) {
                Optional<InstanceDirectory> found = instances.find(id);
                if (found.isPresent() && !found.get().hasEnded()) {
                    found.get().askToEnd(processes);
                    instances.endIfLost(found.get());
                }
            }
        } catch (IOException e) {
            throw new ProviderException(unknown(e), e);
        }
    }

    /**
     * Takes one instance back as its pool would be: announced now, over after {@code lead}; without
     * notice if that is zero. An instance that does not exist is taken already.
     */
    public void reclaim(String instanceId, Duration lead) throws ProviderException {
        try {
            Optional<InstanceDirectory> found = instances.find(instanceId);
            if (found.isPresent()) {
                found.get().askToReclaim(lead);
            }
        } catch (IOException e) {
            throw new ProviderException(unknown(e), e);
        }
    }

    /** One launch at a time, so that two do not both take the last place. */
    private synchronized LaunchReply launchOnce(LaunchRequest request)
            throws IOException, ProviderException {
        Optional<Granted> granted = launches.find(request.owner().intent());
        if (granted.isPresent()) {
            return repeated(granted.get(), request.count());
        }
        SupervisorProgram program = SupervisorProgram.installedIn(home);
        Instant now = time.instant();
        Room room = room(request.pool(), now);
        InstanceTags tags = new InstanceTags(request.owner(), request.pool(), now);
        InstancePlan plan = plan(request, now);
        List<Instance> launched = new ArrayList<>();
        int free = room.instances();
        for (int index = 0; index < request.count(); index++) {
            String id = instances.id(request.owner().intent(), index);
            Optional<InstanceDirectory> left = instances.find(id);
            if (left.isPresent()) { // by a call that a crash cut short
                launched.add(left.get().instance());
            } else if (free > 0) {
                launched.add(start(program, id, tags, plan));
                free--;
            }
        }
        if (launched.isEmpty()) {
            return LaunchReply.refused(room.refusal());
        }
        List<String> ids = launched.stream().map(Instance::id).toList();
        launches.add(new Granted(tags, ids));
        return reply(launched, request.count(), room.refusal());
    }

    private LaunchReply repeated(Granted granted, int count) throws IOException {
        List<Instance> launched = new ArrayList<>();
        for (String id : granted.ids()) {
            Instance forgotten = granted.tags().instance(id, InstanceState.ENDING);
            launched.add(instances.find(id).map(InstanceDirectory::instance).orElse(forgotten));
        }
        return reply(launched, count, noCapacity(granted.tags().pool()));
    }

    private static LaunchReply reply(List<Instance> launched, int count, Refusal refusal) {
        return new LaunchReply(launched, launched.size() < count ? List.of(refusal) : List.of());
    }

    private Instance start(
            SupervisorProgram program, String id, InstanceTags tags, InstancePlan plan)
            throws IOException, ProviderException {
        BootCommand.Command command =
                bootCommand.forInstance(tags.instance(id, InstanceState.BOOTING));
        InstanceDirectory directory = InstanceDirectory.create(instances.path(id), tags, plan);
        try {
            program.start(directory.path(), command);
        } catch (IOException e) {
            directory.endInItsPlace(processes);
            throw e;
        }
        return directory.instance();
    }

    private InstancePlan plan(LaunchRequest request, Instant now) throws IOException {
        Optional<Reclaim> reclaim = market.nextReclaim(request.pool(), now);
        return new InstancePlan(
                processes.uptimeMillis(),
                settings.bootTime().toMillis(),
                request.bootDeadline().toMillis(),
                reclaim.map(Reclaim::noticeAt).map(at -> millis(now, at)).orElse(Long.MAX_VALUE),
                reclaim.map(Reclaim::reclaimAt).map(at -> millis(now, at)).orElse(Long.MAX_VALUE),
                market.nextSignal(request.pool(), now)
                        .map(at -> millis(now, at))
                        .orElse(Long.MAX_VALUE));
    }

    private Room room(Pool pool, Instant now) throws IOException {
        List<InstanceDirectory> alive = instances.alive();
        int inPool = (int) alive.stream().filter(one -> one.tags().pool().equals(pool)).count();
        int ofPool = market.stock(pool, now) - inPool;
        int ofSource = settings.quota() - alive.size();
        return ofSource <= ofPool
                ? new Room(Math.max(ofSource, 0), quotaReached())
                : new Room(Math.max(ofPool, 0), noCapacity(pool));
    }

    private Refusal quotaReached() {
        return Refusal.of(
                Kind.QUOTA_REACHED,
                Scope.ACCOUNT,
                "the local source is configured to run " + settings.quota() + " instances at most");
    }

    private static Refusal noCapacity(Pool pool) {
        return Refusal.of(Kind.NO_CAPACITY, Scope.POOL, pool + " is sold out");
    }

    private static Refusal unknown(Exception failure) {
        return Refusal.of(Kind.OUTCOME_UNKNOWN, Scope.ACCOUNT, String.valueOf(failure));
    }

    private static long millis(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }

    /**
     * How many more instances there may be.
     *
     * @param refusal what whoever wants more is told
     */
    private record Room(int instances, Refusal refusal) {}
}
