package io.spotagents.model;

/**
 * Where a pool is: one zone of one region, seen from one account of one provider.
 *
 * @param provider short name of the provider, such as {@code aws} or {@code local}
 * @param account the provider's own name of the account, project or subscription
 * @param region the provider's own name of the region
 * @param zone the provider's own name of the zone
 */
public record Place(String provider, String account, String region, String zone) {
    public Place {
        Names.required("provider", provider);
        Names.required("account", account);
        Names.required("region", region);
        Names.required("zone", zone);
    }

    @Override
    public String toString() {
        return provider + "/" + account + "/" + region + "/" + zone;
    }
}
