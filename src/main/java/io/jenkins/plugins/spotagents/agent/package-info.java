/**
 * Jenkins' side of an instance: node, computer, and the watcher that Jenkins sends to it. How many
 * there are is decided by the fleet loop, never here.
 */
package io.jenkins.plugins.spotagents.agent;
