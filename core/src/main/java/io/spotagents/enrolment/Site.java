package io.spotagents.enrolment;

import io.spotagents.model.Place;

/**
 * An account in a region of a provider: what a cloud vouches for besides the instance's id.
 *
 * @param provider short name of the provider, such as {@code aws}
 * @param account the provider's own name of the account
 * @param region the provider's own name of the region
 */
public record Site(String provider, String account, String region) {
    public Site {
        Identity.requireName("provider", provider);
        Identity.requireName("account", account);
        Identity.requireName("region", region);
    }

    /** The site that a place is in. */
    public static Site of(Place place) {
        return new Site(place.provider(), place.account(), place.region());
    }

    @Override
    public String toString() {
        return provider + "/" + account + "/" + region;
    }
}
