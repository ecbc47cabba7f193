package io.jenkins.plugins.spotagents.lost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.labels.LabelAtom;
import hudson.tasks.Shell;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Reclaims of real instances: from the cloud's notice, through the fleet, to the build's log. */
@WithJenkins
class ReclaimedFreestyleTest {
    private static final Duration LEAD = Duration.ofSeconds(20);

    /** A new instance may be missing in its list for a minute before it counts as gone. */
    private static final Duration KNOWN_TO_BE_GONE = Duration.ofMinutes(2);

    private JenkinsRule jenkins;
    private FreeStyleProject job;

    @BeforeEach
    void addCloud(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SpotFleet.add(rule.jenkins);
        job = rule.createFreeStyleProject("job");
        job.setAssignedLabel(new LabelAtom(SpotFleet.LABEL));
    }

    @AfterEach
    void endInstances() throws Exception {
        SpotFleet.endAll(jenkins.jenkins);
    }

    @Test
    void tellsInTheLogWhyABuildIsLeftToRun() throws Exception {
        job.addProperty(new NoResubmitProperty());
        FreeStyleBuild build = begin("sleep 8");

        SpotFleet.reclaim(SpotFleet.busy(jenkins.jenkins), LEAD);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("switched off in the job", build);
    }

    @Test
    void runsABuildAgainThatWasLostWithoutNotice() throws Exception {
        FreeStyleBuild lost = begin("test $BUILD_NUMBER != 1 || sleep 300");
        SpotComputer agent = SpotFleet.busy(jenkins.jenkins);

        SpotFleet.reclaim(agent, Duration.ZERO);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(lost));
        await().atMost(KNOWN_TO_BE_GONE).until(() -> job.getBuildByNumber(2) != null);
        FreeStyleBuild again = job.getBuildByNumber(2);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(again));
        assertThat(again.getCause(LostBuildCause.class)).isNotNull();
        assertThat(again.getBuiltOnStr()).isNotEqualTo(agent.getName());
    }

    private FreeStyleBuild begin(String script) throws Exception {
        job.getBuildersList().add(new Shell(script));
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("+ sleep", build);
        return build;
    }
}
