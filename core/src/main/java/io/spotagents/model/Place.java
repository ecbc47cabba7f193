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
    /** Odd, with its bits spread: 2^32 divided by the golden ratio. */
    private static final int MIX = 0x9E3779B1;

    private static final int HALF = 16;

    public Place {
        Names.required("provider", provider);
        Names.required("account", account);
        Names.required("region", region);
        Names.required("zone", zone);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Place place
                && zone.equals(place.zone)
                && region.equals(place.region)
                && account.equals(place.account)
                && provider.equals(place.provider);
    }

    /**
     * Mixed more than records mix: names of neighbors differ in a digit or two, and their plain
     * sums would fall together by the hundred. The same in each run.
     */
    @Override
    public int hashCode() {
        int hash = mixed(provider.hashCode(), account.hashCode());
        return mixed(mixed(hash, region.hashCode()), zone.hashCode());
    }

    static int mixed(int hash, int more) {
        int sum = hash * MIX + more;
        return sum ^ sum >>> HALF;
    }

    @Override
    public String toString() {
        return provider + "/" + account + "/" + region + "/" + zone;
    }
}
