package io.jenkins.plugins.spotagents.lost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.Cause;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.labels.LabelAtom;
import hudson.tasks.Shell;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.TestBuilder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class FreestyleReclaimTest {
    private JenkinsRule jenkins;
    private LostAgents agents;
    private LogRecorder lostWork;
    private FreeStyleProject job;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        agents = new LostAgents(rule);
        lostWork = LostAgents.lostWork();
        job = rule.createFreeStyleProject("job");
        job.setAssignedLabel(new LabelAtom(LostAgents.LABEL));
        job.addProperty(
                new ParametersDefinitionProperty(
                        new StringParameterDefinition("SECONDS", "60"),
                        new StringParameterDefinition("COLOR", "none")));
        job.getBuildersList().add(new Shell("echo color-$COLOR; sleep $SECONDS; echo all-done"));
    }

    @Test
    void runsAgainOnceWithItsOwnParametersAndCauses() throws Exception {
        SpotComputer dying = agents.connect("dying");
        FreeStyleBuild lost = begin("60", "red");

        LostAgents.announce(dying);
        LostAgents.announce(dying);
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(lost));
        agents.lose(dying);
        agents.connect("other");

        await().until(() -> job.getBuildByNumber(2) != null);
        FreeStyleBuild again = job.getBuildByNumber(2);
        jenkins.waitForMessage("color-red", again);
        assertThat(again.getCause(Cause.UserIdCause.class)).isNotNull();
        assertThat(again.getCause(LostBuildCause.class).getShortDescription()).contains("job #1");
        assertThat(again.getAction(Resubmitted.class).getTimes()).isOne();
        assertThat(again.getBuiltOnStr()).isEqualTo("other");
        assertThat(log(lost)).containsOnlyOnce("put back in the queue with its own parameters");
        assertThat(jenkins.jenkins.getQueue().getItems()).isEmpty();
        assertThat(job.getBuildByNumber(3)).isNull();
        assertThat(lostWork.getMessages()).hasSize(1);
        stop(again);
    }

    /** As core's own shell step does while it is being launched. */
    @Test
    void isAbortedAlsoIfAStepTurnsTheInterruptionIntoAFailure() throws Exception {
        job.getBuildersList().clear();
        job.getBuildersList().add(new FailsWhenInterrupted());
        SpotComputer dying = agents.connect("dying");
        FreeStyleBuild lost = begin("60", "red");

        LostAgents.announce(dying);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(lost));
        assertThat(log(lost)).containsOnlyOnce("put back in the queue with its own parameters");
    }

    @Test
    void doesNotRunAgainIfItEndsWellBeforeItCanBeStopped() throws Exception {
        job.getBuildersList().clear();
        job.getBuildersList().add(new EndsWellWhenInterrupted());
        SpotComputer dying = agents.connect("dying");
        FreeStyleBuild build = begin("60", "red");

        LostAgents.announce(dying);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        await().until(() -> log(build).contains("so it does not run again"));
        assertThat(jenkins.jenkins.getQueue().getItems()).isEmpty();
    }

    @Test
    void isPutBackOnlySoManyTimes() throws Exception {
        for (int number = 1; number <= PutBack.MAX_TIMES + 1; number++) {
            SpotComputer agent = agents.connect("agent-" + number);
            FreeStyleBuild build = number == 1 ? begin("4", "red") : running(number);
            LostAgents.announce(agent);
            jenkins.waitForCompletion(build);
        }

        FreeStyleBuild last = job.getLastBuild();
        assertThat(last.getNumber()).isEqualTo(PutBack.MAX_TIMES + 1);
        jenkins.assertBuildStatusSuccess(last);
        assertThat(log(last)).contains("it was already put back 3 times");
        assertThat(jenkins.jenkins.getQueue().getItems()).isEmpty();
    }

    @Test
    void runsOnWhereTheJobForbidsASecondRun() throws Exception {
        job.addProperty(new NoResubmitProperty());
        SpotComputer dying = agents.connect("dying");
        FreeStyleBuild build = begin("4", "red");

        LostAgents.announce(dying);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertThat(log(build)).containsOnlyOnce("switched off in the job");
        assertThat(lostWork.getMessages()).isEmpty();
    }

    @Test
    void isNotRunAgainWhereTheTemplateForbidsIt() throws Exception {
        SpotComputer dying = agents.connect("dying", false, 1);
        FreeStyleBuild build = begin("60", "red");

        LostAgents.announce(dying);
        jenkins.waitForMessage("switched off for the template", build);
        agents.lose(dying);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(jenkins.jenkins.getQueue().getItems()).isEmpty();
        assertThat(lostWork.getMessages()).hasSize(1);
    }

    @Test
    void isPutBackWhenNoNoticeCame() throws Exception {
        SpotComputer dying = agents.connect("dying");
        FreeStyleBuild lost = begin("60", "red");

        agents.lose(dying);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(lost));
        await().until(() -> jenkins.jenkins.getQueue().getItems().length == 1);
        agents.connect("other");
        stop(running(2));
    }

    @Test
    void isPutBackAlsoIfItEndedBeforeItsAgentWasKnownToBeGone() throws Exception {
        SpotComputer dying = agents.connect("dying");
        FreeStyleBuild lost = begin("60", "red");

        dying.getChannel().close();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(lost));
        await().until(() -> !dying.getExecutors().get(0).isBusy());
        agents.lose(dying);

        await().until(() -> jenkins.jenkins.getQueue().getItems().length == 1);
        agents.connect("other");
        stop(running(2));
        assertThat(lostWork.getMessages()).hasSize(1);
    }

    @Test
    void keepsTheSwitchWhenTheJobIsSavedInItsForm() throws Exception {
        job.addProperty(new NoResubmitProperty());

        job = jenkins.configRoundtrip(job);
        assertThat(job.getProperty(NoResubmitProperty.class)).isNotNull();

        job.removeProperty(NoResubmitProperty.class);
        job = jenkins.configRoundtrip(job);
        assertThat(job.getProperty(NoResubmitProperty.class)).isNull();
    }

    private FreeStyleBuild begin(String seconds, String color) throws Exception {
        ParametersAction parameters =
                new ParametersAction(
                        new StringParameterValue("SECONDS", seconds),
                        new StringParameterValue("COLOR", color));
        FreeStyleBuild build =
                job.scheduleBuild2(0, new Cause.UserIdCause(), parameters).waitForStart();
        jenkins.waitForMessage("+ sleep", build);
        return build;
    }

    private FreeStyleBuild running(int number) throws Exception {
        await().atMost(Duration.ofSeconds(30)).until(() -> job.getBuildByNumber(number) != null);
        FreeStyleBuild build = job.getBuildByNumber(number);
        jenkins.waitForMessage("+ sleep", build);
        return build;
    }

    private void stop(FreeStyleBuild build) throws Exception {
        build.doStop();
        jenkins.waitForCompletion(build);
    }

    private static String log(FreeStyleBuild build) throws Exception {
        return JenkinsRule.getLog(build);
    }

    private static final class FailsWhenInterrupted extends WaitsForAnInterruption {
        FailsWhenInterrupted() {
            super(false);
        }
    }

    private static final class EndsWellWhenInterrupted extends WaitsForAnInterruption {
        EndsWellWhenInterrupted() {
            super(true);
        }
    }

    private abstract static class WaitsForAnInterruption extends TestBuilder {
        private final boolean endsWell;

        WaitsForAnInterruption(boolean endsWell) {
            this.endsWell = endsWell;
        }

        @Override
        public boolean perform(
                AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener) {
            listener.getLogger().println("+ sleep");
            try {
                new CountDownLatch(1).await();
                return true;
            } catch (InterruptedException e) {
                return endsWell;
            }
        }
    }
}
