/**
 * How likely each pool is to be taken back, learned while it is watched, and how good those
 * predictions were. No prices, no choosing, nothing that calls a provider.
 */
@NullMarked
package io.spotagents.hazard;

import org.jspecify.annotations.NullMarked;
