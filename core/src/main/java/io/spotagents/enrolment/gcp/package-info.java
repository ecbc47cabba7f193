/**
 * Checks the identity tokens that Google signs for its instances, offline but for Google's keys.
 * What follows from a genuine token belongs to {@code enrolment}.
 */
@NullMarked
package io.spotagents.enrolment.gcp;

import org.jspecify.annotations.NullMarked;
