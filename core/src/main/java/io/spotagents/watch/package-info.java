/**
 * What runs on the agent, shipped there by the controller: sees a reclaim announced to the instance
 * and renews the instance's lease. Uses the JDK alone, and decides nothing.
 */
@NullMarked
package io.spotagents.watch;

import org.jspecify.annotations.NullMarked;
