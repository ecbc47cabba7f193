/**
 * How an instance that calls proves which instance it is, and what it is answered. Reading the
 * request from a socket, and what is handed out, belong to the caller.
 */
@NullMarked
package io.spotagents.enrolment;

import org.jspecify.annotations.NullMarked;
