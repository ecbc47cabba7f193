package io.jenkins.plugins.spotagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class AgentByLabelTest {

    private JenkinsRule jenkins;

    @AfterEach
    void endInstances() throws Exception {
        SpotFleet.endAll(jenkins.jenkins);
    }

    @Test
    void aLabelBringsAnAgentAndTheBuildRunsOnIt(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SpotFleet.add(rule.jenkins);
        FreeStyleProject job = job();

        FreeStyleBuild build = rule.buildAndAssertSuccess(job);

        assertThat(build.getBuiltOn())
                .isInstanceOf(io.jenkins.plugins.spotagents.agent.SpotAgent.class);
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
    void anIdleAgentIsEndedAfterTheTemplatesTime(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SpotTemplate template = SpotFleet.template();
        template.setIdleSeconds(1);
        SpotFleet.add(rule.jenkins, template);

        rule.buildAndAssertSuccess(job());

        await().atMost(SpotFleet.PATIENCE).until(() -> SpotFleet.computers(rule.jenkins).isEmpty());
    }

    @Test
    void anAgentThatSomebodyDeletesTakesItsInstanceWithIt(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SpotFleet.add(rule.jenkins);
        rule.buildAndAssertSuccess(job());
        SpotComputer computer = SpotFleet.computers(rule.jenkins).get(0);

        computer.doDoDelete();

        await().atMost(SpotFleet.PATIENCE)
                .until(
                        () ->
                                io.jenkins.plugins.spotagents.fleet.FleetRegistry.get()
                                        .status()
                                        .orElseThrow()
                                        .members()
                                        .isEmpty());
    }

    private FreeStyleProject job() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get(SpotFleet.LABEL));
        return job;
    }
}
