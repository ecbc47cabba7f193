/**
 * Whether work with a deadline should run on spot, run on capacity that is not reclaimed, or wait:
 * pure functions of the work and the moment. Nothing here knows pools or providers.
 */
@NullMarked
package io.spotagents.deadline;

import org.jspecify.annotations.NullMarked;
