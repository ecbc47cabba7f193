package io.spotagents.provider.gcp;

/**
 * What a project may have in a region.
 *
 * @param metric Google's own name, such as {@code PREEMPTIBLE_CPUS}
 * @param limit how much it may have
 * @param usage how much of that it has
 */
record RegionQuota(String metric, double limit, double usage) {}
