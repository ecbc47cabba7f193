/**
 * What is paid for already (reserved instances, savings plans, committed use, capacity
 * reservations), and how much of it is free now: pure functions of what accounts describe. How it
 * is read from accounts belongs to the providers; which free pool is taken belongs to selection.
 */
@NullMarked
package io.spotagents.commitments;

import org.jspecify.annotations.NullMarked;
