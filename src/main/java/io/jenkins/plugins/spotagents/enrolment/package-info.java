/**
 * The open door: instances call here, without being known, to become agents. What is decided is
 * decided by the core; here it is read from a socket and answered.
 */
package io.jenkins.plugins.spotagents.enrolment;
