/** What the fleets do, for whoever watches the controller with the metrics plugin. */
package io.jenkins.plugins.spotagents.metrics;
