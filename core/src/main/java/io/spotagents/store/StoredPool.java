package io.spotagents.store;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;

/** On-disk form of a {@link Pool}; see {@code docs/decisions/0008-store.md} before changing it. */
record StoredPool(StoredPlace place, String machineType, String os, String purchase) {

    record StoredPlace(String provider, String account, String region, String zone) {}

    static StoredPool of(Pool pool) {
        Place place = pool.place();
        return new StoredPool(
                new StoredPlace(place.provider(), place.account(), place.region(), place.zone()),
                pool.machineType(),
                pool.os().name(),
                pool.purchase().name());
    }

    Pool toPool() {
        return new Pool(
                new Place(place.provider, place.account, place.region, place.zone),
                machineType,
                OperatingSystem.valueOf(os),
                Purchase.valueOf(purchase));
    }
}
