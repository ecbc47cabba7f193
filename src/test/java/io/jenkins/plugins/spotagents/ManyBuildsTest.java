package io.jenkins.plugins.spotagents;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.testing.InProcessSource;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SleepBuilder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class ManyBuildsTest {

    private static final int BUILDS = 100;

    /** Work that is done before its own agent is there leaves that agent over. */
    private static final int SPARE = 10;

    /** They also all go at once, and none stays behind. */
    @Test
    void aHundredBuildsAtOnceStartNotMuchMoreThanAHundredInstances(JenkinsRule rule)
            throws Exception {
        addCloud(rule);
        int before = InProcessSource.MADE.get();

        List<QueueTaskFuture<FreeStyleBuild>> builds = new ArrayList<>();
        for (int i = 0; i < BUILDS; i++) {
            FreeStyleProject job = rule.createFreeStyleProject();
            job.setAssignedLabel(Label.get(SpotFleet.LABEL));
            job.getBuildersList().add(new SleepBuilder(3000));
            builds.add(job.scheduleBuild2(0));
        }
        for (QueueTaskFuture<FreeStyleBuild> build : builds) {
            rule.assertBuildStatusSuccess(build);
        }

        assertThat(InProcessSource.MADE.get() - before).isBetween(1, BUILDS + SPARE);
        rule.jenkins.clouds.clear();
        rule.jenkins.save();
        SpotFleet.awaitNone(rule.jenkins);
    }

    private static void addCloud(JenkinsRule rule) throws Exception {
        SpotTemplate template = SpotFleet.template();
        template.setMaxInstances(500);
        SpotCloud cloud = new SpotCloud(SpotFleet.CLOUD);
        cloud.setSources(List.of(new InProcessSource("memory")));
        cloud.setTemplates(List.of(template));
        rule.jenkins.clouds.add(cloud);
        rule.jenkins.save();
    }
}
