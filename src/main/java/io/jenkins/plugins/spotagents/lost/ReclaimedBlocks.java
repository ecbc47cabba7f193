package io.jenkins.plugins.spotagents.lost;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.util.TreeMap;
import jenkins.model.RunAction2;

/** Kept with a Pipeline build: how often each of its node blocks was reclaimed. Thread-safe. */
public final class ReclaimedBlocks extends InvisibleAction implements RunAction2 {
    private final TreeMap<String, Integer> times = new TreeMap<>();

    @Override
    public void onAttached(Run<?, ?> run) {
        Reclaims.know(run, this);
    }

    @Override
    public void onLoad(Run<?, ?> run) {
        Reclaims.know(run, this);
    }

    synchronized int count(String block) {
        return times.merge(block, 1, Integer::sum);
    }

    synchronized int of(String block) {
        return times.getOrDefault(block, 0);
    }

    /** Of the block that was reclaimed most. */
    synchronized int most() {
        return times.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** What is written is a copy: other blocks may be reclaimed meanwhile. */
    private synchronized Object writeReplace() {
        ReclaimedBlocks copy = new ReclaimedBlocks();
        copy.times.putAll(times);
        return copy;
    }
}
