/** Settings of sources in AWS, and what their forms ask; {@code docs/aws.md} tells of them. */
package io.jenkins.plugins.spotagents.cloud.aws;
