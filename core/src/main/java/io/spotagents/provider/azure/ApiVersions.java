package io.spotagents.provider.azure;

/**
 * The versions of the API that requests are written for and answers are read by. Source: the REST
 * specifications of Azure.
 */
final class ApiVersions {

    /** Scale sets, virtual machines, usages. */
    static final String COMPUTE = "2024-11-01";

    static final String SKUS = "2021-07-01";
    static final String SCORES = "2025-06-05";
    static final String GRAPH = "2022-10-01";
    static final String PERMISSIONS = "2022-04-01";
    static final String RESERVATIONS = "2022-11-01";
    static final String SAVINGS_PLANS = "2022-11-01";

    /** The only one whose filter is documented to be case-sensitive. */
    static final String PRICES = "2023-01-01-preview";

    /** Of network interfaces that scale sets make. */
    static final String NETWORK = "2022-11-01";

    private ApiVersions() {}
}
