/**
 * What is known of prices and capacity, and as of when, and what pools were seen to do. Nothing
 * here calls a provider.
 */
@NullMarked
package io.spotagents.market;

import org.jspecify.annotations.NullMarked;
