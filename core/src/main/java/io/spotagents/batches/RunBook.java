package io.spotagents.batches;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is kept of test runs over a crash: the events of those under way, and how long tests of a
 * job took last. A call that writes returns when it is on disk. Safe to use from any thread.
 */
public interface RunBook {

    /**
     * Adds to the events of a run. The first call begins the run; if too many are open then, the
     * one that began first is dropped, as nobody is likely to come back to it.
     *
     * @param run an id of one line
     */
    void append(String run, List<RunEvent> events);

    /** The events of a run in their order; empty if none are known. */
    List<RunEvent> events(String run);

    /** The runs under way, in the order of their ids. */
    List<String> open();

    /** Forgets the events of a run that has ended. May be repeated. */
    void ended(String run);

    /**
     * Keeps how long tests of a job took; those of other tests of the job stay as they were. If
     * there are too many, the jobs that ran longest ago are forgotten.
     */
    void took(String job, Map<String, Duration> durations, Instant at);

    /** How long the tests of a job took last; empty if nothing is known. */
    Map<String, Duration> durations(String job);
}
