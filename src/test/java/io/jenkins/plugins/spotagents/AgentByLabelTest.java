package io.jenkins.plugins.spotagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.ExtensionList;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.Slave;
import hudson.model.queue.CauseOfBlockage;
import hudson.model.queue.QueueTaskDispatcher;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.spotagents.agent.SpotAgent;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import io.spotagents.fleet.FleetStatus;
import io.spotagents.fleet.Member;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SleepBuilder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class AgentByLabelTest {

    private JenkinsRule jenkins;

    @AfterEach
    void endInstances() throws Exception {
        SpotFleet.endAll(jenkins.jenkins);
    }

    @Test
    void aLabelBringsAnAgentOnlyWhereNoOtherAgentServesIt(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SpotFleet.add(rule.jenkins);
        Slave other = rule.createOnlineSlave(Label.get(SpotFleet.LABEL));

        FreeStyleBuild served = rule.buildAndAssertSuccess(job());

        assertThat(served.getBuiltOn()).isEqualTo(other);
        FleetStatus status = FleetRegistry.get().status().orElseThrow();
        assertThat(status.members()).isEmpty();
        assertThat(status.arrivals().open()).isEmpty();
        assertThat(SpotFleet.computers(rule.jenkins)).isEmpty();

        rule.jenkins.removeNode(other);
        FreeStyleBuild build = rule.buildAndAssertSuccess(job());

        assertThat(build.getBuiltOn()).isInstanceOf(SpotAgent.class);
        assertThat(SpotFleet.computers(rule.jenkins)).hasSize(1);
    }

    @Test
    void aOneShotAgentTakesOneBuildAndIsEnded(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SpotTemplate template = SpotFleet.template();
        template.setReuse(io.spotagents.fleet.Template.Reuse.ONE_SHOT);
        SpotFleet.add(rule.jenkins, template);

        rule.buildAndAssertSuccess(job());

        await().atMost(SpotFleet.PATIENCE).until(() -> SpotFleet.computers(rule.jenkins).isEmpty());
    }

    @Test
    void aOneShotAgentThatGotNoBuildIsEndedWhenItIsToGo(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SpotTemplate template = SpotFleet.template();
        template.setReuse(io.spotagents.fleet.Template.Reuse.ONE_SHOT);
        SpotFleet.add(rule.jenkins, template);
        ExtensionList.lookup(QueueTaskDispatcher.class).add(0, new Held(new AtomicBoolean(true)));
        FreeStyleProject job = job();
        job.scheduleBuild2(0);
        SpotComputer agent = online();
        rule.jenkins.getQueue().cancel(job);

        SpotFleet.reclaim(agent, Duration.ofMinutes(10));

        await().atMost(SpotFleet.PATIENCE).until(() -> SpotFleet.computers(rule.jenkins).isEmpty());
        assertThat(job.getBuilds()).isEmpty();
    }

    @Test
    void anIdleAgentIsEndedAfterTheTemplatesTime(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SpotTemplate template = SpotFleet.template();
        template.setIdleSeconds(1);
        SpotFleet.add(rule.jenkins, template);

        rule.buildAndAssertSuccess(job());

        await().atMost(SpotFleet.PATIENCE).until(() -> SpotFleet.computers(rule.jenkins).isEmpty());
    }

    /** Jenkins is promised nothing for it, but what there is may be better placed. */
    @Test
    void theFleetHearsOfWorkBeyondTheMaximumAndSaysSo(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SpotTemplate template = SpotFleet.template();
        template.setMaxInstances(1);
        SpotFleet.add(rule.jenkins, template);
        FreeStyleProject job = job();
        job.getBuildersList().add(new SleepBuilder(Duration.ofMinutes(5).toMillis()));
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();

        QueueTaskFuture<FreeStyleBuild> beyond = job().scheduleBuild2(0);

        await().atMost(SpotFleet.PATIENCE)
                .until(
                        () -> FleetRegistry.get().status().orElseThrow().plans().toString(),
                        plans -> plans.contains("it has its maximum of 1 instances"));
        assertThat(SpotFleet.computers(rule.jenkins)).hasSize(1);
        beyond.cancel(true);
        build.doStop();
    }

    @Test
    void anAgentThatSomebodyDeletesTakesItsInstanceWithIt(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SpotFleet.add(rule.jenkins);
        rule.buildAndAssertSuccess(job());
        SpotComputer computer = SpotFleet.computers(rule.jenkins).get(0);

        computer.doDoDelete();

        await().atMost(SpotFleet.PATIENCE)
                .until(() -> members().noneMatch(one -> one.id().equals(computer.instanceId())));
        // One that was promised for the same work a moment before stays until it has idled enough.
        await().atMost(SpotFleet.PATIENCE.multipliedBy(2)).until(() -> members().count() == 0);
    }

    private static Stream<Member> members() {
        return FleetRegistry.get().status().orElseThrow().members().stream();
    }

    /** Jenkins adds the node of a promised agent once more, seconds after it came. */
    @Test
    void aNodeIsNotAddedAgainWhenItsInstanceIsGone(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SpotFleet.add(rule.jenkins);
        rule.buildAndAssertSuccess(job());
        SpotComputer computer = SpotFleet.computers(rule.jenkins).get(0);
        SpotAgent agent = computer.getNode();
        SpotFleet.provider().end(Set.of(computer.instanceId()));
        await().atMost(SpotFleet.PATIENCE).until(() -> SpotFleet.computers(rule.jenkins).isEmpty());

        rule.jenkins.addNode(agent);

        await().atMost(SpotFleet.PATIENCE).until(() -> SpotFleet.computers(rule.jenkins).isEmpty());
        assertThat(rule.jenkins.getNodes()).isEmpty();
    }

    /** It comes up idle, and its work is handed over later: that must not make another. */
    @Test
    void anAgentThatIsIdleForAMomentBeforeItsWorkReachesItIsNotReplaced(JenkinsRule rule)
            throws Exception {
        jenkins = rule;
        SpotTemplate template = SpotFleet.template();
        template.setIdleSeconds(0);
        SpotFleet.add(rule.jenkins, template);
        AtomicBoolean isHeld = new AtomicBoolean(true);
        ExtensionList.lookup(QueueTaskDispatcher.class).add(0, new Held(isHeld));
        QueueTaskFuture<FreeStyleBuild> build = job().scheduleBuild2(0);
        SpotComputer first = online();

        await().during(Duration.ofSeconds(8)).until(first::isAcceptingTasks);
        isHeld.set(false);
        Queue.getInstance().scheduleMaintenance();

        assertThat(rule.assertBuildStatusSuccess(build).getBuiltOnStr()).isEqualTo(first.getName());
    }

    private SpotComputer online() {
        return await().atMost(SpotFleet.PATIENCE)
                .until(
                        () ->
                                SpotFleet.computers(jenkins.jenkins).stream()
                                        .filter(SpotComputer::isOnline)
                                        .findFirst()
                                        .orElse(null),
                        Objects::nonNull);
    }

    /** Takes long to hand work over, as the queue of a busy controller does. */
    private static final class Held extends QueueTaskDispatcher {
        private final AtomicBoolean isHeld;

        Held(AtomicBoolean isHeld) {
            this.isHeld = isHeld;
        }

        @Override
        public CauseOfBlockage canTake(Node node, Queue.BuildableItem item) {
            return isHeld.get() ? new CauseOfBlockage.BecauseNodeIsBusy(node) : null;
        }
    }

    private FreeStyleProject job() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get(SpotFleet.LABEL));
        return job;
    }
}
