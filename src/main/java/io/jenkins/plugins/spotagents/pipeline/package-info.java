/**
 * What a Jenkinsfile can ask for: node blocks that survive reclaims. What is done at a reclaim
 * stands in {@code lost}.
 */
package io.jenkins.plugins.spotagents.pipeline;
