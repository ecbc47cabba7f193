package io.spotagents.provider.aws;

import io.spotagents.model.Pool;

/**
 * Where instances are asked for.
 *
 * @param subnet its id; in the pool's zone
 */
record Site(Pool pool, String subnet) {}
