package io.jenkins.plugins.spotagents.tests;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.junit.CaseResult;
import hudson.tasks.junit.JUnitResultArchiver;
import hudson.tasks.junit.SuiteResult;
import hudson.tasks.junit.TestResult;
import hudson.tasks.junit.TestResultAction;
import hudson.tasks.test.PipelineTestDetails;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** Jenkins' JUnit view. To be called only if its plugin is there. */
final class JUnitResults {

    private JUnitResults() {}

    /**
     * Publishes the report, unless a step did before a crash.
     *
     * @param step the id of its node
     */
    static void publish(Run<?, ?> build, String step, Path folder, TaskListener listener)
            throws IOException, InterruptedException {
        TestResultAction known = build.getAction(TestResultAction.class);
        if (known != null
                && known.getResult().getSuites().stream()
                        .anyMatch(suite -> step.equals(suite.getNodeId()))) {
            return;
        }
        PipelineTestDetails details = new PipelineTestDetails();
        details.setNodeId(step);
        JUnitResultArchiver archiver = new JUnitResultArchiver(ResultFiles.REPORT);
        archiver.setSkipPublishingChecks(true);
        archiver.setSkipOldReports(false);
        JUnitResultArchiver.parseAndSummarize(
                archiver,
                details,
                build,
                new FilePath(folder.toFile()),
                new Launcher.LocalLauncher(listener),
                listener);
    }

    /** The test classes that the last build with results knew; empty if there is none. */
    static List<String> classesBefore(Run<?, ?> build) {
        for (Run<?, ?> run = build.getPreviousBuild(); run != null; run = run.getPreviousBuild()) {
            TestResultAction action = run.getAction(TestResultAction.class);
            if (action != null) {
                return classes(action.getResult());
            }
        }
        return List.of();
    }

    private static List<String> classes(TestResult result) {
        TreeSet<String> classes = new TreeSet<>();
        for (SuiteResult suite : result.getSuites()) {
            for (CaseResult one : suite.getCases()) {
                classes.add(one.getClassName());
            }
        }
        return List.copyOf(classes);
    }
}
