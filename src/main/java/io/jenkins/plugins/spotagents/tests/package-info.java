/**
 * The step {@code spotTests}: a large test run on many agents. What is handed out when is decided
 * in the core, {@code io.spotagents.batches}; here it is done.
 */
package io.jenkins.plugins.spotagents.tests;
