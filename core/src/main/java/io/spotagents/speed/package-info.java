/**
 * How fast machine types do the work that is really done on them. Nothing here knows prices,
 * capacity or providers.
 */
@NullMarked
package io.spotagents.speed;

import org.jspecify.annotations.NullMarked;
