/**
 * Demand: what waits in Jenkins' queue for our labels, told to the fleet loop. No cloud is touched
 * from here.
 */
package io.jenkins.plugins.spotagents.queue;
