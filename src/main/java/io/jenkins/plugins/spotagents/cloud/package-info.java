/**
 * What an administrator configures, in forms, by Configuration as Code or by script, and how it
 * becomes what the core wants to know. Plain settings only: nothing here runs, or remembers what
 * runs.
 */
package io.jenkins.plugins.spotagents.cloud;
