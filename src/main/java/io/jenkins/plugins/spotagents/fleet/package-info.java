/**
 * The one fleet loop of this controller, wired to Jenkins: what is configured goes in, agents come
 * out. The only place in the plugin that knows concrete classes of the core.
 */
package io.jenkins.plugins.spotagents.fleet;
