/**
 * Notices of reclaims and their deadlines. Reading them from a cloud belongs to its provider, or to
 * a package here named for it; reading them on an agent to {@code watch}.
 */
@NullMarked
package io.spotagents.reclaim;

import org.jspecify.annotations.NullMarked;
