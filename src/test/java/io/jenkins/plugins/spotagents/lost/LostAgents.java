package io.jenkins.plugins.spotagents.lost;

import io.jenkins.plugins.spotagents.agent.SpotAgent;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.spotagents.fleet.Agents;
import io.spotagents.fleet.Member;
import io.spotagents.model.Pool;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.Owner;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;

/** Real agents, processes on this machine, that are reclaimed when a test says so. */
final class LostAgents {
    static final String LABEL = "spot";

    private static final Pool POOL = Pool.parse("fake/account/region/a/small/linux/spot");

    private static final Duration NOTICE = Duration.ofSeconds(30);

    private final JenkinsRule jenkins;

    LostAgents(JenkinsRule jenkins) {
        this.jenkins = jenkins;
    }

    SpotComputer connect(String id) throws Exception {
        return connect(id, true, 1);
    }

    SpotComputer connect(String id, boolean resubmit, int executors) throws Exception {
        SpotTemplate settings = new SpotTemplate("template", LABEL + " " + id);
        settings.setResubmit(resubmit);
        settings.setExecutors(executors);
        settings.setRemoteFs(new File(jenkins.jenkins.getRootDir(), "agents/" + id).getPath());
        SpotAgent agent =
                new SpotAgent(id, member(id), settings, jenkins.createComputerLauncher(null));
        jenkins.jenkins.addNode(agent);
        SpotComputer computer = (SpotComputer) agent.toComputer();
        computer.connect(false).get();
        return computer;
    }

    private static Member member(String id) {
        Owner owner =
                new Owner(
                        UUID.randomUUID(), new TemplateKey("cloud", "template"), UUID.randomUUID());
        return new Member(
                new Instance(id, POOL, owner, InstanceState.RUNNING, Instant.now()),
                "source",
                Optional.empty(),
                Member.Work.NONE_YET,
                new Member.Leaving(Optional.empty(), Optional.empty(), false, Optional.empty()));
    }

    /** As the fleet does: no new work first, then the notice. */
    static void announce(SpotComputer computer) {
        announce(computer, NOTICE);
    }

    static void announce(SpotComputer computer, Duration lead) {
        computer.setAcceptingTasks(false);
        Rescue.get()
                .announced(
                        computer,
                        new Agents.Drain(
                                Agents.Cause.RECLAIM, Instant.now().plus(lead), "reclaim notice"));
    }

    /** As the fleet does once the instance is gone. */
    void lose(SpotComputer computer) throws Exception {
        SpotAgent agent = computer.getNode();
        computer.setAcceptingTasks(false);
        Rescue.get().gone(computer, "no longer listed");
        computer.disconnect(ReclaimOfflineCause.gone("no longer listed")).get();
        jenkins.jenkins.removeNode(agent);
    }

    WorkflowRun start(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    /** Starts to count what is posted as lost. */
    static LogRecorder lostWork() {
        return new LogRecorder().record(LostWork.class, Level.INFO).capture(100);
    }
}
