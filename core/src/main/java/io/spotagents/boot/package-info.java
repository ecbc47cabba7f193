/**
 * What an instance of a cloud runs when it boots, as text: how it enrolls, starts its agent, and
 * ends itself when its lease ends. Pure: the same settings make the same text.
 */
@NullMarked
package io.spotagents.boot;

import org.jspecify.annotations.NullMarked;
