/**
 * Agents that are kept ready for work that has not come yet, elsewhere called a warm pool: how many
 * at a moment, by a schedule and by what came lately. Nothing here knows clouds or instances.
 */
@NullMarked
package io.spotagents.ready;

import org.jspecify.annotations.NullMarked;
