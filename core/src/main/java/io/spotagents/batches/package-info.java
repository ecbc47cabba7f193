/**
 * Cutting a test run into batches, handing them out and taking them back, so that every test gets
 * exactly one result. Pure: no clock, no agent, no I/O; who runs the tests is the caller's matter.
 */
@NullMarked
package io.spotagents.batches;

import org.jspecify.annotations.NullMarked;
