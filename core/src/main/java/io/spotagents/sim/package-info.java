/**
 * The production loop and policies in virtual time, on recorded or generated markets: replays, the
 * policies that run along as yardsticks, and reports. Nothing here is used by a live fleet.
 */
@NullMarked
package io.spotagents.sim;

import org.jspecify.annotations.NullMarked;
