/**
 * What AWS says of instances by events in a queue, and in which words of ours. Calling the queue
 * service belongs to the provider, what follows to the loop.
 */
@NullMarked
package io.spotagents.reclaim.aws;

import org.jspecify.annotations.NullMarked;
