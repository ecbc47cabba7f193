/**
 * How many instances to ask of each pool, reckoned on columns of plain numbers: expected cost, risk
 * of losing many at once, limits. No offers, no words for people, no clock; whoever plans
 * translates to and from these columns.
 */
@NullMarked
package io.spotagents.portfolio;

import org.jspecify.annotations.NullMarked;
