/**
 * Recorded markets on disk: how many instances each pool had, sample by sample, and what its zone
 * cost. Reading, checking and writing only; what a policy makes of a trace does not belong here.
 */
@NullMarked
package io.spotagents.market.traces;

import org.jspecify.annotations.NullMarked;
