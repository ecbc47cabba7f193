package io.spotagents.commitments;

import io.spotagents.model.Place;
import java.util.Optional;

/**
 * Whose use a commitment covers.
 *
 * @param provider short name of the provider
 * @param account the one account, project or subscription; empty if it is shared by all that are
 *     billed together
 */
public record Reach(String provider, Optional<String> account) {
    public Reach {
        Amounts.requireName("provider", provider);
        account.ifPresent(name -> Amounts.requireName("account", name));
    }

    boolean covers(Place place) {
        return provider.equals(place.provider())
                && account.filter(name -> !name.equals(place.account())).isEmpty();
    }
}
