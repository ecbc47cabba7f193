/**
 * The words everybody uses: pools, offers, instances, money. Values only; no I/O, no clock, no
 * policy.
 */
@NullMarked
package io.spotagents.model;

import org.jspecify.annotations.NullMarked;
