/**
 * Whether a pool will give what we ask: how much to ask at once, when to ask again, how likely it
 * is to be granted. Nothing here calls a provider or chooses between pools.
 */
@NullMarked
package io.spotagents.capacity;

import org.jspecify.annotations.NullMarked;
