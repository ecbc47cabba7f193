/** Settings of sources in Azure, and what their forms ask; {@code docs/azure.md} tells of them. */
package io.jenkins.plugins.spotagents.cloud.azure;
