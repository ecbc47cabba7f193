/**
 * The command line tool: what would be launched, why, and how policies do on recorded markets. One
 * class a command; whatever decides stands elsewhere.
 */
@NullMarked
package io.spotagents.cli;

import org.jspecify.annotations.NullMarked;
