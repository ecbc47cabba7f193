package io.jenkins.plugins.spotagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.AbstractBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
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

/** One label over three clouds: work goes where there is capacity, whichever cloud has none. */
@WithJenkins
class ThreeCloudsTest {

    private static final String CLOUD = "everywhere";
    private static final String LABEL = "anywhere";
    private static final int BUILDS = 300;

    /** So many more have to end before the next thing happens. */
    private static final int AT_LEAST = 60;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration WITHIN = Duration.ofMinutes(1);

    @TempDir private Path directory;
    private JenkinsRule jenkins;
    private EmulatedAws aws;
    private EmulatedGoogle google;
    private EmulatedAzure azure;
    private final Map<String, Outside> clouds = new LinkedHashMap<>();

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
    void workMovesAsCapacityDoesAndOutlivesTheOutageOfACloud() throws Exception {
        addCloud();
        schedule();
        String first = nextCloud(Instant.MIN, Set.of(), PATIENCE);
        awaitMore();

        clouds.get(first).sellOut().run();
        Instant soldOut = Instant.now();
        takeBack(first);
        String second = nextCloud(soldOut, Set.of(first), PATIENCE);
        awaitMore();
        assertPageTells(first, second);

        clouds.get(second).failAll().accept(true);
        Instant out = Instant.now();
        takeBack(second);
        String third = nextCloud(out, Set.of(first, second), WITHIN);
        await().atMost(PATIENCE).until(() -> Starts.DONE.size() == BUILDS);
        clouds.get(second).failAll().accept(false);

        assertThat(clouds.keySet()).containsExactlyInAnyOrder(first, second, third);
        awaitNothingLeft();
    }

    private void addCloud() throws Exception {
        EmulatedAws.addCredentials();
        google.addCredentials();
        azure.connect(jenkins.jenkins);
        SpotTemplate template = new SpotTemplate("small", LABEL);
        template.setPurchases(PurchaseChoice.SPOT);
        template.setMaxInstances(4);
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

    private void schedule() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get(LABEL));
        job.setConcurrentBuild(true);
        job.addProperty(
                new ParametersDefinitionProperty(new StringParameterDefinition("number", "")));
        job.getBuildersList().add(new Shell("sleep 1"));
        for (int number = 0; number < BUILDS; number++) {
            String text = Integer.toString(number);
            job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("number", text)));
        }
    }

    private static void awaitMore() {
        int before = Starts.DONE.size();
        await().atMost(PATIENCE).until(() -> Starts.DONE.size() >= before + AT_LEAST);
    }

    /** The first other cloud in which work begins. */
    private static String nextCloud(Instant since, Set<String> but, Duration patience) {
        return await().atMost(patience)
                .until(
                        () ->
                                Starts.SEEN.stream()
                                        .filter(start -> start.at().isAfter(since))
                                        .map(Start::provider)
                                        .filter(provider -> !but.contains(provider))
                                        .findFirst()
                                        .orElse(""),
                        provider -> !provider.isEmpty());
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

    private void assertPageTells(String first, String second) throws Exception {
        String page = jenkins.createWebClient().goTo("cloud/" + CLOUD).asNormalizedText();
        assertThat(page).contains("Spent", first + "/", second + "/");
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
