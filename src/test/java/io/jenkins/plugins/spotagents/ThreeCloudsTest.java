package io.jenkins.plugins.spotagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.AbstractBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.tasks.Shell;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.testing.EmulatedAws;
import io.jenkins.plugins.spotagents.testing.EmulatedAzure;
import io.jenkins.plugins.spotagents.testing.EmulatedGoogle;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import io.spotagents.fleet.Member;
import io.spotagents.selection.PurchaseChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** One label over three clouds: work goes where it costs least, and where there is capacity. */
@WithJenkins
class ThreeCloudsTest {

    private static final String CLOUD = "everywhere";
    private static final String LABEL = "anywhere";
    private static final int BUILDS = 300;
    private static final int INSTANCES = 4;

    /** They come at once, when nothing moves any more. */
    private static final int LEFT = 30;

    /** Enough that some always wait. */
    private static final int WAITING = 3;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Prices of AWS are read every five minutes, offers twice a minute. */
    private static final Duration PRICES = Duration.ofMinutes(7);

    private static final Duration WITHIN = Duration.ofMinutes(1);

    @TempDir private Path directory;
    private JenkinsRule jenkins;
    private EmulatedAws aws;
    private EmulatedGoogle google;
    private EmulatedAzure azure;
    private final Map<String, Outside> clouds = new LinkedHashMap<>();
    private int scheduled;

    /** What happens to one cloud, by the name that its pools begin with. */
    private record Outside(
            Supplier<List<String>> living,
            Consumer<String> announce,
            Runnable sellOut,
            Consumer<Boolean> failAll,
            BooleanSupplier isEmpty) {}

    @BeforeEach
    void powerOn(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Starts.SEEN.clear();
        Starts.DONE.clear();
        aws = new EmulatedAws(Files.createDirectory(directory.resolve("aws")));
        google = new EmulatedGoogle(Files.createDirectory(directory.resolve("google")));
        azure = new EmulatedAzure(Files.createDirectory(directory.resolve("azure")));
        clouds.put(
                "aws",
                new Outside(
                        aws.ec2()::living,
                        id -> aws.announce(id, Instant.now().plusSeconds(120)),
                        aws.ec2()::sellOut,
                        aws.ec2()::failAll,
                        () -> aws.ec2().living().isEmpty() && aws.running() == 0));
        clouds.put(
                "gcp",
                new Outside(
                        google.gce()::living,
                        google::announce,
                        google.gce()::sellOut,
                        google.gce()::failAll,
                        () -> google.gce().living().isEmpty() && google.running() == 0));
        clouds.put(
                "azure",
                new Outside(
                        azure.azure()::living,
                        id -> azure.announce(id, Instant.now().plusSeconds(30)),
                        azure.azure()::sellOut,
                        azure.azure()::failAll,
                        () -> azure.azure().living().isEmpty() && azure.running() == 0));
        aws.powerOn();
        google.powerOn();
        azure.powerOn();
    }

    @AfterEach
    void powerOff() throws Exception {
        aws.close();
        google.close();
        azure.close();
    }

    @Test
    void workMovesAsPricesAndCapacityDoAndOutlivesTheOutageOfACloud() throws Exception {
        aws.ec2().spotPrices(0.5);
        addCloud();
        FreeStyleProject job = createJob();
        String cheap = workUntil(job, () -> allIn(Set.of()), PATIENCE);
        assertThat(cheap).isEqualTo("aws");

        aws.ec2().spotPrices(3);
        String first = workUntil(job, () -> allIn(Set.of(cheap)), PRICES);

        clouds.get(first).sellOut().run();
        takeBack(first);
        String second = workUntil(job, () -> allIn(Set.of(cheap, first)), PATIENCE);

        clouds.get(second).failAll().accept(true);
        Instant out = Instant.now();
        takeBack(second);
        assertThat(workUntil(job, () -> startedIn(out, Set.of(first, second)), WITHIN))
                .isEqualTo(cheap);
        while (scheduled < BUILDS) {
            schedule(job, Duration.ofSeconds(1));
        }
        await().atMost(PATIENCE).until(() -> Starts.DONE.size() == BUILDS);
        clouds.get(second).failAll().accept(false);

        assertThat(clouds.keySet()).containsExactlyInAnyOrder(cheap, first, second);
        assertPageTells();
        awaitNothingLeft();
    }

    private void addCloud() throws Exception {
        EmulatedAws.addCredentials();
        google.addCredentials();
        azure.connect(jenkins.jenkins);
        SpotTemplate template = new SpotTemplate("small", LABEL);
        template.setPurchases(PurchaseChoice.SPOT);
        template.setMaxInstances(INSTANCES);
        template.setIdleSeconds(15);
        SpotCloud cloud = new SpotCloud(CLOUD);
        cloud.setSources(
                List.of(
                        aws.source("virginia"),
                        google.source("frankfurt"),
                        azure.source("amsterdam")));
        cloud.setTemplates(List.of(template));
        assertThat(cloud.problems()).isEmpty();
        jenkins.jenkins.clouds.add(cloud);
        jenkins.jenkins.save();
    }

    private FreeStyleProject createJob() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get(LABEL));
        job.setConcurrentBuild(true);
        job.addProperty(
                new ParametersDefinitionProperty(
                        new StringParameterDefinition("number", ""),
                        new StringParameterDefinition("seconds", "")));
        job.getBuildersList().add(new Shell("sleep $seconds"));
        return job;
    }

    private void schedule(FreeStyleProject job, Duration duration) {
        job.scheduleBuild2(
                0,
                new ParametersAction(
                        new StringParameterValue("number", Integer.toString(scheduled++)),
                        new StringParameterValue("seconds", Long.toString(duration.toSeconds()))));
    }

    /** Some work always waits, until a cloud is named. */
    private String workUntil(FreeStyleProject job, Callable<String> cloud, Duration patience) {
        return await().atMost(patience)
                .until(
                        () -> {
                            while (Queue.getInstance().getItems().length < WAITING
                                    && scheduled < BUILDS - LEFT) {
                                schedule(job, Duration.ofSeconds(8));
                            }
                            return cloud.call();
                        },
                        provider -> !provider.isEmpty());
    }

    /** The other cloud where all instances are, and work; empty if they are not in one. */
    private static String allIn(Set<String> but) {
        List<Member> members = FleetRegistry.get().status().orElseThrow().members();
        Set<String> providers = new HashSet<>();
        boolean isAtWork = members.size() == INSTANCES;
        for (Member member : members) {
            providers.add(member.instance().pool().place().provider());
            isAtWork &= member.work().busyExecutors() > 0;
        }
        return isAtWork && providers.size() == 1 && !but.containsAll(providers)
                ? providers.iterator().next()
                : "";
    }

    /** Another cloud in which work began since; empty if none did. */
    private static String startedIn(Instant since, Set<String> but) {
        return Starts.SEEN.stream()
                .filter(start -> start.at().isAfter(since))
                .map(Start::provider)
                .filter(provider -> !but.contains(provider))
                .findFirst()
                .orElse("");
    }

    private void takeBack(String provider) {
        Outside outside = clouds.get(provider);
        List<String> working =
                SpotFleet.computers(jenkins.jenkins).stream()
                        .filter(computer -> provider.equals(provider(computer)))
                        .map(SpotComputer::instanceId)
                        .toList();
        Set<String> both = new HashSet<>(outside.living().get());
        both.retainAll(working);
        assertThat(both).isNotEmpty();
        both.forEach(outside.announce());
    }

    private void assertPageTells() throws Exception {
        String page = jenkins.createWebClient().goTo("cloud/" + CLOUD).asNormalizedText();
        assertThat(page).contains("Spent");
        clouds.keySet().forEach(name -> assertThat(page).contains(name + "/"));
    }

    private void awaitNothingLeft() {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            assertThat(FleetRegistry.get().status().orElseThrow().members())
                                    .isEmpty();
                            clouds.forEach(
                                    (name, outside) ->
                                            assertThat(outside.isEmpty().getAsBoolean())
                                                    .as(name)
                                                    .isTrue());
                        });
        assertThat(Starts.DONE).hasSize(BUILDS);
    }

    private static String provider(SpotComputer computer) {
        return computer.pool().substring(0, computer.pool().indexOf('/'));
    }

    private record Start(String provider, Instant at) {}

    /** Where builds begin, and which numbers were done. */
    @TestExtension
    public static final class Starts extends RunListener<AbstractBuild<?, ?>> {

        private static final ConcurrentLinkedQueue<Start> SEEN = new ConcurrentLinkedQueue<>();
        private static final Set<String> DONE = ConcurrentHashMap.newKeySet();

        @Override
        public void onStarted(AbstractBuild<?, ?> build, TaskListener listener) {
            if (build.getExecutor().getOwner() instanceof SpotComputer computer) {
                SEEN.add(new Start(provider(computer), Instant.now()));
            }
        }

        @Override
        public void onCompleted(AbstractBuild<?, ?> build, TaskListener listener) {
            if (build.getResult() == Result.SUCCESS) {
                String number =
                        String.valueOf(
                                build.getAction(ParametersAction.class)
                                        .getParameter("number")
                                        .getValue());
                DONE.add(number);
            }
        }
    }
}
