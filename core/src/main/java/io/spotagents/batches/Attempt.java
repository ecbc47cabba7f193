package io.spotagents.batches;

/**
 * One run of a test.
 *
 * @param batch the batch it was part of
 * @param number how often the test had been handed out, this time included; 1 is the first
 */
public record Attempt(int batch, int number, String instanceId) {}
