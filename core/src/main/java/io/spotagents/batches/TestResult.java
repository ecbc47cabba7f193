package io.spotagents.batches;

/**
 * The one result of a test that counts, and which attempt, of which batch and where, brought it.
 */
public record TestResult(String test, int batch, int attempt, String instanceId, Outcome outcome) {}
