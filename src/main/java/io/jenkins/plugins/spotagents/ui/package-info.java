/**
 * What people look at: pages and what they show. Decides nothing, and checks a permission first.
 */
package io.jenkins.plugins.spotagents.ui;
