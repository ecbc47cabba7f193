package io.jenkins.plugins.spotagents.cloud;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.remoting.Launcher;
import hudson.remoting.Which;
import hudson.util.FormValidation;
import io.jenkins.plugins.spotagents.agent.LocalAgentCommand;
import io.spotagents.model.Offer;
import io.spotagents.model.Size;
import io.spotagents.provider.Provider;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.local.LocalMarket;
import io.spotagents.provider.local.LocalProvider;
import io.spotagents.provider.local.LocalSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import jenkins.util.SystemProperties;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Settings of the source that needs no cloud account: its instances are processes on this machine,
 * and its market is made up from a seed. Not used unless a system property allows it, as its
 * instances run builds as the controller's user.
 */
public final class LocalSource extends SpotSource {

    public static final String DEFAULT_NAME = "local";
    public static final long DEFAULT_SEED = 1;

    /** As fast as the clock. */
    public static final int DEFAULT_SPEED = 1;

    public static final int DEFAULT_BOOT_SECONDS = 2;

    /** When the market's time began; fixed, so that a restart does not change the market. */
    private static final Instant MARKET_START = Instant.parse("2026-01-01T00:00:00Z");

    private long seed = DEFAULT_SEED;
    private int speed = DEFAULT_SPEED;
    private int bootSeconds = DEFAULT_BOOT_SECONDS;
    private boolean calm;

    /**
     * @param name null is {@value #DEFAULT_NAME}
     */
    @DataBoundConstructor
    public LocalSource(@CheckForNull String name) {
        super(Objects.requireNonNullElse(name, DEFAULT_NAME));
    }

    /** Whether the system property that the local source needs is set. */
    public static boolean isAllowed() {
        return SystemProperties.getBoolean(LocalSettings.ALLOWED_PROPERTY);
    }

    /** What prices, stock and reclaims are drawn from: the same seed, the same market. */
    public long getSeed() {
        return seed;
    }

    @DataBoundSetter
    public void setSeed(long seed) {
        this.seed = seed;
    }

    /** How many times faster than the clock the market's time passes. */
    public int getSpeed() {
        return speed;
    }

    @DataBoundSetter
    public void setSpeed(int speed) {
        this.speed = speed;
    }

    /** From launch until the agent's process starts, on the clock. */
    public int getBootSeconds() {
        return bootSeconds;
    }

    @DataBoundSetter
    public void setBootSeconds(int bootSeconds) {
        this.bootSeconds = bootSeconds;
    }

    /** Whether prices stay as they are and nothing is sold out or reclaimed. */
    public boolean isCalm() {
        return calm;
    }

    @DataBoundSetter
    public void setCalm(boolean calm) {
        this.calm = calm;
    }

    @Override
    public Provider toProvider(SourceContext context) throws IOException {
        LocalMarket market =
                calm
                        ? LocalMarket.calm(Integer.MAX_VALUE)
                        : LocalMarket.seeded(seed, MARKET_START, speed);
        LocalSettings settings =
                LocalSettings.allowedBy(LocalSource::isAllowed)
                        .withBootTime(Duration.ofSeconds(bootSeconds));
        Path agentJar = Which.jarFile(Launcher.class).toPath();
        return new LocalProvider(
                market,
                context.home(),
                instance -> new LocalAgentCommand(agentJar, controllerUrl()).forInstance(instance),
                settings,
                context.time());
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(super.problems());
        speedProblem(speed).ifPresent(problems::add);
        bootSecondsProblem(bootSeconds).ifPresent(problems::add);
        if (!isAllowed()) {
            problems.add(Messages.LocalSource_NotAllowed(LocalSettings.ALLOWED_PROPERTY));
        }
        return problems;
    }

    @Override
    public List<Size> knownSizes() {
        return LocalMarket.calm(1).offers(MARKET_START).stream()
                .map(Offer::size)
                .distinct()
                .toList();
    }

    /** Asked at every launch, as it may be set later than the source. */
    private static String controllerUrl() throws ProviderException {
        String url = JenkinsLocationConfiguration.get().getUrl();
        if (url == null) {
            throw SourceContext.untilMended(Messages.LocalSource_NoControllerUrl());
        }
        return url;
    }

    private static Optional<String> speedProblem(int speed) {
        return Rules.within(1, Integer.MAX_VALUE, speed, Messages::LocalSource_SpeedTooLow);
    }

    private static Optional<String> bootSecondsProblem(int bootSeconds) {
        return Rules.within(
                0, Integer.MAX_VALUE, bootSeconds, Messages::LocalSource_BootSecondsNegative);
    }

    /** Descriptor of the local source. */
    @Extension
    @Symbol("localSource")
    public static final class DescriptorImpl extends SourceDescriptor {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.LocalSource_DisplayName();
        }

        /** A source with nothing but defaults. */
        public LocalSource getBlank() {
            return new LocalSource(DEFAULT_NAME);
        }

        /** For the form, which says so if it is not. */
        public boolean isAllowed() {
            return LocalSource.isAllowed();
        }

        /** For the form. */
        public String getAllowedProperty() {
            return LocalSettings.ALLOWED_PROPERTY;
        }

        @POST
        public FormValidation doCheckSpeed(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Rules.shownNumber(value, LocalSource::speedProblem);
        }

        @POST
        public FormValidation doCheckBootSeconds(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Rules.shownNumber(value, LocalSource::bootSecondsProblem);
        }
    }
}
