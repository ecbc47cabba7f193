package io.jenkins.plugins.spotagents.tests;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What reports on an agent said since the last look.
 *
 * @param tests results of tests of the batch
 * @param unknown names of some test cases that belong to no test of the batch
 * @param seen every report file so far, with its time and length, so that none is read twice
 */
record PickedUp(List<Picked> tests, List<String> unknown, Map<String, String> seen)
        implements Serializable {

    /**
     * One test.
     *
     * @param outcome name of an {@code Outcome}
     * @param millis how long it took
     * @param cases its {@code testcase} elements, as they stand in the report
     */
    record Picked(String test, String outcome, long millis, String cases) implements Serializable {}
}
