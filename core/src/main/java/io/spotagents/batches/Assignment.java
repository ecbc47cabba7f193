package io.spotagents.batches;

/**
 * A test handed out.
 *
 * @param attempt how often it has been handed out, this time included; 1 is the first
 */
public record Assignment(String test, int attempt) {}
