package io.jenkins.plugins.spotagents.cloud;

import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What a source's provider gets from the controller.
 *
 * @param home directory for this source alone, which need not exist yet
 */
public record SourceContext(Path home, InstantSource time) {}
