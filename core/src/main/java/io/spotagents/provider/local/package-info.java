/**
 * Real instances on this machine: a provider whose market is generated from a seed and whose
 * instances are groups of processes, each under a supervisor of its own. What a cloud does to an
 * instance (boot, notice, reclaim, lease) happens here for real; nothing here chooses or retries.
 */
@NullMarked
package io.spotagents.provider.local;

import org.jspecify.annotations.NullMarked;
