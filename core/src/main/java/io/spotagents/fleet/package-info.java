/**
 * The one loop that plans all templates together: observe, decide (a list of actions with reasons),
 * carry out. It knows providers only by their port.
 */
@NullMarked
package io.spotagents.fleet;

import org.jspecify.annotations.NullMarked;
