/**
 * Which pools to ask for a need, with reasons: pure functions of a request and a snapshot. One file
 * per policy; no clock, no I/O.
 */
@NullMarked
package io.spotagents.selection;

import org.jspecify.annotations.NullMarked;
