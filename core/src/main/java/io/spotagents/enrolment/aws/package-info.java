/**
 * Checks the identity documents that AWS signs for its instances, offline. What follows from a
 * genuine document belongs to {@code enrolment}.
 */
@NullMarked
package io.spotagents.enrolment.aws;

import org.jspecify.annotations.NullMarked;
