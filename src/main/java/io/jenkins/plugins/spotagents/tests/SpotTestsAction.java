package io.jenkins.plugins.spotagents.tests;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.spotagents.batches.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The test runs of a build, on its page: how they stand, or how they ended. Visible to whoever may
 * see the build, as its log is, which tells the same.
 */
public final class SpotTestsAction extends InvisibleAction {

    /** How ended runs ended, by id; null for those under way. */
    private final Map<String, String> runs = new TreeMap<>();

    static synchronized SpotTestsAction of(Run<?, ?> build) {
        SpotTestsAction known = build.getAction(SpotTestsAction.class);
        if (known == null) {
            known = new SpotTestsAction();
            build.addAction(known);
        }
        return known;
    }

    synchronized void began(String id) {
        runs.putIfAbsent(id, "");
    }

    synchronized void ended(String id, Standing standing, int reclaims) {
        runs.put(id, summary(standing) + " " + Messages.SpotTestsAction_Reclaims(reclaims));
    }

    /** A line for each run. */
    public synchronized List<String> getLines() {
        List<String> lines = new ArrayList<>();
        runs.forEach((id, ended) -> lines.add(ended.isEmpty() ? LiveRuns.get().status(id) : ended));
        return lines;
    }

    static String summary(Standing standing) {
        return Messages.SpotTestsAction_Summary(
                standing.progress().finished(),
                standing.progress().tests(),
                standing.count(Outcome.PASSED) + standing.count(Outcome.FLAKY),
                standing.count(Outcome.FLAKY),
                standing.count(Outcome.FAILED),
                standing.count(Outcome.SKIPPED),
                standing.count(Outcome.LOST),
                standing.agents().isEmpty() ? "0" : standing.agents().toString(),
                standing.spent());
    }
}
