/**
 * Markets made up from a seed, for the simulator and the local provider: when each pool is up, how
 * many instances it takes down with it, what it costs. Nothing here knows a clock or a provider,
 * and no decision is made from these figures.
 */
@NullMarked
package io.spotagents.market.generated;

import org.jspecify.annotations.NullMarked;
