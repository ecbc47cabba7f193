package io.jenkins.plugins.spotagents.fleet;

import hudson.slaves.ComputerLauncher;
import io.jenkins.plugins.spotagents.cloud.SourceContext;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.SpotSource;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.spotagents.cost.Budget;
import io.spotagents.fleet.FleetEvent;
import io.spotagents.fleet.Template;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Provider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * The configured clouds, translated for the loop. A source keeps its provider as long as its
 * settings stay the same; one that is no longer configured keeps it until its last instance is
 * gone.
 */
final class Configuration {

    private static final Logger LOGGER = Logger.getLogger(Configuration.class.getName());

    private final SourceContext.Controller controller;
    private final Consumer<Provider> over;
    private final Map<String, Configured> sources = new HashMap<>();
    private volatile Map<TemplateKey, SpotTemplate> usedTemplates = Map.of();

    /**
     * @param over told of a provider that another one has taken the place of, or that is needed no
     *     more; calls to it may be on their way
     */
    Configuration(SourceContext.Controller controller, Consumer<Provider> over) {
        this.controller = controller;
        this.over = over;
    }

    synchronized FleetEvent.Configured read(Collection<String> usedSources) {
        List<Template> templates = new ArrayList<>();
        Map<String, Configured> now = new HashMap<>();
        Map<String, Budget> budgets = new HashMap<>();
        Map<TemplateKey, SpotTemplate> settings = new HashMap<>();
        for (SpotCloud cloud : clouds()) {
            cloud.budget().ifPresent(budget -> budgets.put(cloud.name, budget));
            for (SpotSource source : cloud.validSources()) {
                String name = cloud.qualified(source);
                provider(name, source).ifPresent(configured -> now.put(name, configured));
            }
            for (SpotTemplate template : cloud.validTemplates()) {
                Template used = cloud.toTemplate(template);
                templates.add(used);
                settings.put(used.key(), template);
            }
        }
        usedSources.forEach(
                name -> {
                    if (sources.containsKey(name)) {
                        now.putIfAbsent(name, sources.get(name));
                    }
                });
        List<Configured> replaced = new ArrayList<>(sources.values());
        replaced.removeAll(now.values());
        replaced.forEach(Configured::listenNoMore);
        replaced.forEach(one -> over.accept(one.provider()));
        sources.clear();
        sources.putAll(now);
        Map<String, Provider> providers = new HashMap<>();
        sources.forEach((name, configured) -> providers.put(name, configured.provider()));
        usedTemplates = settings;
        return new FleetEvent.Configured(templates, providers, budgets);
    }

    /** Listens to no cloud any more. */
    synchronized void listenNoMore() {
        sources.values().forEach(Configured::listenNoMore);
    }

    /** The settings of a template, if it can be used. Costs nothing; never waits. */
    Optional<SpotTemplate> template(TemplateKey key) {
        return Optional.ofNullable(usedTemplates.get(key));
    }

    synchronized Optional<ComputerLauncher> launcher(String source, OperatingSystem os) {
        return Optional.ofNullable(sources.get(source))
                .flatMap(found -> found.source().launcher(os));
    }

    synchronized Optional<Provider> provider(String source) {
        return Optional.ofNullable(sources.get(source)).map(Configured::provider);
    }

    private Optional<Configured> provider(String name, SpotSource source) {
        String settings = Jenkins.XSTREAM2.toXML(source);
        Configured before = sources.get(name);
        if (before != null && before.settings().equals(settings)) {
            return Optional.of(before);
        }
        Path home = Jenkins.get().getRootDir().toPath().resolve("spot-agents").resolve("sources");
        try {
            SourceContext context =
                    new SourceContext(home.resolve(name), Clock.systemUTC(), controller);
            Provider provider = source.toProvider(context);
            return Optional.of(new Configured(source, settings, provider, source.listen(context)));
        } catch (IOException | RuntimeException e) {
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () -> "The source " + name + " cannot be used; the others can: " + e);
            return Optional.empty();
        }
    }

    private static List<SpotCloud> clouds() {
        return Jenkins.get().clouds.stream()
                .filter(SpotCloud.class::isInstance)
                .map(SpotCloud.class::cast)
                .toList();
    }

    /**
     * A source that is used.
     *
     * @param listening to what its cloud says by itself
     */
    private record Configured(
            SpotSource source,
            String settings,
            Provider provider,
            Optional<AutoCloseable> listening) {

        void listenNoMore() {
            try {
                if (listening.isPresent()) {
                    listening.get().close();
                }
            } catch (Exception e) {
                LOGGER.log(Level.WARNING, "A source that is needed no more listens still", e);
            }
        }
    }
}
