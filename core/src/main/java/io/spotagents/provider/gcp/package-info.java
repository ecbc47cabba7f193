/**
 * The provider for Google Compute Engine: prices, bulk launches, listings and ends, through the
 * discovery client. What an error calls for stands in {@code GceErrorCodes}; nothing here chooses
 * among pools.
 */
@NullMarked
package io.spotagents.provider.gcp;

import org.jspecify.annotations.NullMarked;
