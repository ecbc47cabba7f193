/**
 * The port to a cloud: list, launch, end, and how they may be refused. Providers translate; they
 * neither choose nor retry.
 */
@NullMarked
package io.spotagents.provider;

import org.jspecify.annotations.NullMarked;
