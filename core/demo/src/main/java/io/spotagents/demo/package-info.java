/**
 * The main job on one machine, without Jenkins: a published test suite on local instances that are
 * reclaimed at demo speed, and the proof that every test got exactly one result.
 */
@NullMarked
package io.spotagents.demo;

import org.jspecify.annotations.NullMarked;
