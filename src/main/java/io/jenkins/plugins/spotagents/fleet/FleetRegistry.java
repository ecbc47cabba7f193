package io.jenkins.plugins.spotagents.fleet;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.init.Terminator;
import hudson.model.Node;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import hudson.slaves.ComputerLauncher;
import hudson.slaves.JNLPLauncher;
import io.jenkins.plugins.spotagents.agent.JenkinsAgents;
import io.jenkins.plugins.spotagents.agent.SpotAgent;
import io.jenkins.plugins.spotagents.cloud.SourceContext;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.enrolment.FleetRoster;
import io.jenkins.plugins.spotagents.enrolment.NodeHandouts;
import io.jenkins.plugins.spotagents.enrolment.SourceIdentities;
import io.jenkins.plugins.spotagents.lost.Rescue;
import io.spotagents.batches.RunBook;
import io.spotagents.cost.CostReport;
import io.spotagents.cost.CostSummary;
import io.spotagents.enrolment.EnrolmentDesk;
import io.spotagents.enrolment.EnrolmentGate;
import io.spotagents.enrolment.EnrolmentLimits;
import io.spotagents.enrolment.EnrolmentRules;
import io.spotagents.enrolment.UserDataSecrets;
import io.spotagents.fleet.FleetDriver;
import io.spotagents.fleet.FleetEvent;
import io.spotagents.fleet.FleetLoop;
import io.spotagents.fleet.FleetStatus;
import io.spotagents.fleet.FleetTimings;
import io.spotagents.fleet.Member;
import io.spotagents.model.Pool;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import io.spotagents.provider.Provider;
import io.spotagents.selection.RiskPriced;
import io.spotagents.store.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The fleet of this controller: one loop, its store, and what is configured. It lives outside the
 * clouds, which Jenkins makes anew at every save.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class FleetRegistry {

    private static final Logger LOGGER = Logger.getLogger(FleetRegistry.class.getName());

    /** Twice as long as the loop waits for any answer. */
    private static final Duration CALLS_ARE_OVER =
            FleetTimings.DEFAULT.polling().callDeadline().multipliedBy(2);

    private final Threads threads = new Threads();
    private volatile Configuration configuration;
    private volatile JenkinsAgents agents;
    private volatile Running running;

    public static FleetRegistry get() {
        return ExtensionList.lookupSingleton(FleetRegistry.class);
    }

    /** Runs once agents and jobs are loaded and configuration as code has been applied. */
    @Initializer(after = InitMilestone.SYSTEM_CONFIG_ADAPTED, before = InitMilestone.COMPLETED)
    public static void startAll() {
        get().start();
    }

    /** Instances live on: their leases are longer than a restart. */
    @Terminator
    public static void stopAll() {
        FleetRegistry registry = ExtensionList.lookup(FleetRegistry.class).get(FleetRegistry.class);
        if (registry != null) {
            registry.stop();
        }
    }

    /**
     * Tells the loop. Lost before the loop runs and after it stopped: it asks for what it needs.
     */
    public void post(FleetEvent event) {
        Running now = running;
        if (now != null) {
            now.loop().post(event);
        }
    }

    /** What the loop knew after its last step; empty while it does not run. */
    public Optional<FleetStatus> status() {
        return Optional.ofNullable(running).map(now -> now.loop().status());
    }

    /** What instances cost so far, by template; empty while the store is not open. */
    public Optional<CostReport> costs() {
        return Optional.ofNullable(running).map(now -> now.store().report(Instant.now()));
    }

    /** What a cloud's instances cost so far in each pool; nothing while the store is not open. */
    public SortedMap<Pool, CostSummary> poolCosts(String cloud) {
        return Optional.ofNullable(running)
                .map(now -> CostReport.byPool(now.store().all(), cloud, Instant.now()))
                .orElseGet(TreeMap::new);
    }

    /** What an hour of an instance costs; empty while nobody knows. */
    public Optional<Usd> hourly(String instanceId) {
        return Optional.ofNullable(running)
                .flatMap(now -> now.store().find(instanceId))
                .map(entry -> entry.rate().hourly());
    }

    /** How often the pool of an instance is expected to take back; empty while nobody knows. */
    public Optional<Double> reclaimsPerHour(String instanceId) {
        return status().map(now -> now.reclaimsPerHour().get(instanceId));
    }

    /** What is kept of test runs; empty while the store is not open. */
    public Optional<RunBook> runs() {
        return Optional.ofNullable(running).map(now -> now.store().runs());
    }

    /** Reads the clouds again. Agents at work notice nothing. */
    public void configure() {
        Running now = running;
        if (now != null) {
            now.identities().read();
            post(configuration.read(usedSources()));
        }
    }

    /** The provider of a source, by the source's qualified name. */
    public Optional<Provider> provider(String source) {
        return configured().flatMap(now -> now.provider(source));
    }

    /** The settings of a template, if it can be used. Costs nothing; never waits. */
    public Optional<SpotTemplate> template(TemplateKey key) {
        return configured().flatMap(now -> now.template(key));
    }

    /** Who answers instances that want to enroll; empty while the store is not open. */
    public Optional<EnrolmentDesk> enrolmentDesk() {
        return Optional.ofNullable(running).map(Running::desk);
    }

    /** Where an instance is reached; empty if its provider has not told yet. */
    public Optional<String> address(String instanceId) {
        return status().stream()
                .flatMap(status -> status.members().stream())
                .filter(member -> member.id().equals(instanceId))
                .findFirst()
                .flatMap(member -> member.instance().address());
    }

    /** What the loop does to agents; empty before it runs. */
    public Optional<JenkinsAgents> agents() {
        return Optional.ofNullable(agents);
    }

    /** How the agent of an instance connects. */
    public ComputerLauncher launcher(Member member) {
        return configured()
                .flatMap(now -> now.launcher(member.source(), member.instance().pool().os()))
                .orElseGet(FleetRegistry::webSocket);
    }

    private Optional<Configuration> configured() {
        return Optional.ofNullable(configuration);
    }

    private void start() {
        Path home = Jenkins.get().getRootDir().toPath().resolve("spot-agents");
        try {
            Store store = Store.open(home.resolve("store.mv"), UUID::randomUUID);
            Rescue rescue = Rescue.get();
            agents = new JenkinsAgents(rescue, threads.additions(), threads.removals());
            FleetLoop loop =
                    new FleetLoop(
                            new FleetLoop.Outside(
                                    Clock.systemUTC(), UUID::randomUUID, threads::forSource),
                            new FleetLoop.Kept(store.controllerId(), store, store, store),
                            new RiskPriced(RiskPriced.Terms.USUAL),
                            FleetTimings.DEFAULT,
                            agents);
            UserDataSecrets secrets = new UserDataSecrets(store.enrolments(), new SecureRandom());
            SourceContext.Controller controller =
                    new SourceContext.Controller(store.controllerId(), secrets, this::post);
            configuration =
                    new Configuration(
                            controller,
                            provider -> threads.later(CALLS_ARE_OVER, () -> close(provider)));
            SourceIdentities identities = new SourceIdentities(controller);
            identities.read();
            EnrolmentDesk desk = desk(store, loop, identities, secrets);
            // The first step has to know what is configured, and which agents there are.
            tellOfKnownAgents(loop, agents);
            loop.post(configuration.read(List.of()));
            running = new Running(store, loop, FleetDriver.start(loop), identities, desk);
            threads.eachSecond(Pulse.get()::beat);
        } catch (RuntimeException e) {
            LOGGER.log(
                    Level.SEVERE,
                    e,
                    () -> "Spot Agents cannot work on this controller: its store does not open");
        }
    }

    private static void close(Provider provider) {
        if (provider instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOGGER.log(Level.WARNING, "A source that is needed no more does not close", e);
            }
        }
    }

    private static EnrolmentDesk desk(
            Store store, FleetLoop loop, SourceIdentities identities, UserDataSecrets secrets) {
        InstantSource time = Clock.systemUTC();
        return new EnrolmentDesk(
                new EnrolmentGate(EnrolmentLimits.DEFAULT, time.instant()),
                new EnrolmentDesk.Proofs(identities, Optional.of(secrets)),
                EnrolmentRules.DEFAULT,
                new EnrolmentDesk.Controller(
                        new FleetRoster(store.controllerId(), loop::status),
                        store.enrolments(),
                        new NodeHandouts()),
                time);
    }

    private static void tellOfKnownAgents(FleetLoop loop, JenkinsAgents agents) {
        for (Node node : Jenkins.get().getNodes()) {
            if (node instanceof SpotAgent agent) {
                agents.know(agent);
                loop.post(new FleetEvent.AgentKnown(agent.instance(), agent.getSource()));
            }
        }
    }

    private void stop() {
        Running last = running;
        running = null;
        configured().ifPresent(Configuration::listenNoMore);
        threads.close();
        if (last != null) {
            last.driver().close();
            last.store().close();
        }
    }

    /** Those that have instances, or may get some yet: a launch may be on its way. */
    private List<String> usedSources() {
        return status().stream().flatMap(FleetRegistry::usedSources).distinct().toList();
    }

    private static Stream<String> usedSources(FleetStatus status) {
        return Stream.concat(
                status.members().stream().map(Member::source),
                status.arrivals().open().stream().map(intent -> intent.ask().source()));
    }

    private static ComputerLauncher webSocket() {
        JNLPLauncher launcher = new JNLPLauncher();
        launcher.setWebSocket(true);
        return launcher;
    }

    private record Running(
            Store store,
            FleetLoop loop,
            FleetDriver driver,
            SourceIdentities identities,
            EnrolmentDesk desk) {}

    /**
     * Clouds are saved with Jenkins itself: in the form, by script and by configuration as code.
     */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class ReadCloudsWhenSaved extends SaveableListener {

        @Override
        public void onChange(Saveable saved, XmlFile file) {
            if (saved instanceof Jenkins) {
                get().configure();
            }
        }
    }
}
