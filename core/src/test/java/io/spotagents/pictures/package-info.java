/**
 * Draws the pictures of the documentation from the simulator's own figures. Nothing that a test
 * needs belongs here.
 */
@NullMarked
package io.spotagents.pictures;

import org.jspecify.annotations.NullMarked;
