/**
 * What ran, what it cost, what was lost, what on-demand would have cost, and budgets. Pure; how it
 * is kept is behind a port.
 */
@NullMarked
package io.spotagents.cost;

import org.jspecify.annotations.NullMarked;
