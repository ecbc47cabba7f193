/**
 * Azure: offers, launches of one scale set each, listings, ends, by raw calls of the Resource
 * Manager over the SDK's pipeline. It translates; it neither chooses nor, for launches, repeats.
 */
@NullMarked
package io.spotagents.provider.azure;

import org.jspecify.annotations.NullMarked;
