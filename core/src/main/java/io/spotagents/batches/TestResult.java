package io.spotagents.batches;

import java.time.Duration;

/**
 * The one result of a test that counts.
 *
 * @param attempt what brought it
 * @param took how long the test ran then; zero if nobody could tell
 */
public record TestResult(String test, Attempt attempt, Outcome outcome, Duration took) {}
