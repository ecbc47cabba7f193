/**
 * Instances of one account and region of AWS, through its SDK: what can be had, launching, listing
 * and ending. Nothing here chooses a pool, or repeats a launch by itself.
 */
@NullMarked
package io.spotagents.provider.aws;

import org.jspecify.annotations.NullMarked;
