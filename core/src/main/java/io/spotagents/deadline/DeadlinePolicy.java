package io.spotagents.deadline;

/** Answers what a job should run on. Pure: the same arguments give the same answer. */
public interface DeadlinePolicy {

    /** Always answers; {@link Choice#SPOT} only while spot is up. */
    Choice choose(Job job, Moment moment, Spot spot);
}
