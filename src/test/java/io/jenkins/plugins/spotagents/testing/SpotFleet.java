package io.jenkins.plugins.spotagents.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Computer;
import hudson.model.Node;
import io.jenkins.plugins.spotagents.agent.SpotAgent;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.LocalSource;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.local.LocalProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** A cloud with a calm local source in the Jenkins under test, and what tests do to it. */
public final class SpotFleet {

    public static final String CLOUD = "spot";
    public static final String SOURCE = "local";
    public static final String LABEL = "spotty";
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private SpotFleet() {}

    /** Adds the cloud with one template, and saves. */
    public static SpotTemplate add(Jenkins jenkins) throws IOException {
        SpotTemplate template = template();
        add(jenkins, template);
        return template;
    }

    public static SpotTemplate template() {
        SpotTemplate template = new SpotTemplate("small", LABEL);
        template.setMaxInstances(20);
        return template;
    }

    public static void add(Jenkins jenkins, SpotTemplate template) throws IOException {
        LocalSource source = new LocalSource(SOURCE);
        source.setCalm(true);
        source.setBootSeconds(0);
        SpotCloud cloud = new SpotCloud(CLOUD);
        cloud.setSources(List.of(source));
        cloud.setTemplates(List.of(template));
        jenkins.clouds.add(cloud);
        jenkins.save();
    }

    public static List<SpotComputer> computers(Jenkins jenkins) {
        return Stream.of(jenkins.getComputers())
                .filter(SpotComputer.class::isInstance)
                .map(SpotComputer.class::cast)
                .toList();
    }

    /** The agent that works on something, once there is one. */
    public static SpotComputer busy(Jenkins jenkins) {
        return await().atMost(PATIENCE)
                .until(
                        () ->
                                computers(jenkins).stream()
                                        .filter(computer -> computer.countBusy() > 0)
                                        .findFirst()
                                        .orElse(null),
                        found -> found != null);
    }

    /** The cloud takes the instance of an agent; no lead is no notice. */
    public static void reclaim(Computer computer, Duration lead) throws ProviderException {
        provider().reclaim(((SpotComputer) computer).instanceId(), lead);
    }

    public static LocalProvider provider() {
        return (LocalProvider) FleetRegistry.get().provider(CLOUD + "/" + SOURCE).orElseThrow();
    }

    /** Ends all instances, so that no process outlives the test; also those still on their way. */
    public static void endAll(Jenkins jenkins) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(endThoseThereAre(jenkins)).isEmpty());
    }

    /** What there was, and what keeps it. May be asked for an instance that has ended. */
    private static List<String> endThoseThereAre(Jenkins jenkins) throws ProviderException {
        for (Node node : List.copyOf(jenkins.getNodes())) {
            if (node instanceof SpotAgent agent) {
                provider().reclaim(agent.getInstanceId(), Duration.ZERO);
            }
        }
        return described(jenkins);
    }

    /** Waits until the last agent is removed. */
    public static void awaitNone(Jenkins jenkins) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(described(jenkins)).isEmpty());
    }

    private static List<String> described(Jenkins jenkins) {
        return computers(jenkins).stream().map(SpotFleet::describe).toList();
    }

    private static String describe(SpotComputer computer) {
        String executors =
                Stream.concat(
                                computer.getExecutors().stream(),
                                computer.getOneOffExecutors().stream())
                        .map(one -> one.isActive() + " " + one.getState() + " " + one.getName())
                        .collect(Collectors.joining(", "));
        return computer.getName()
                + (computer.getNode() == null ? " without node" : " with node")
                + (computer.isOnline() ? ", online, " : ", offline, ")
                + executors;
    }
}
