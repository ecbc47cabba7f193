/**
 * Settings of sources in Google Cloud, and what their forms ask; {@code docs/gcp.md} tells of them.
 */
package io.jenkins.plugins.spotagents.cloud.gcp;
