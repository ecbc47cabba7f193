/**
 * What the providers of clouds share, whichever cloud: what is read now and then, which machine
 * types may be used, the proxy between, what instances run when they boot.
 */
@NullMarked
package io.spotagents.provider.cloud;

import org.jspecify.annotations.NullMarked;
