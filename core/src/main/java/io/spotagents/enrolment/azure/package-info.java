/**
 * Checks the attested documents that Azure signs for its instances, offline. What follows from a
 * genuine document belongs to {@code enrolment}.
 */
@NullMarked
package io.spotagents.enrolment.azure;

import org.jspecify.annotations.NullMarked;
