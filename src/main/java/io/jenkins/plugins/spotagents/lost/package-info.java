/**
 * What becomes of work whose agent is reclaimed or gone: who is told, what is stopped while the
 * agent still lives, what is put back in the queue. Which instances are reclaimed, and what
 * replaces them, is the fleet's.
 */
package io.jenkins.plugins.spotagents.lost;
