package io.spotagents.testing;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;

/** Pools for tests that need some; their values mean nothing. */
public final class Pools {

    public static final Pool SPOT_A = pool("a", "small", Purchase.SPOT);
    public static final Pool SPOT_B = pool("b", "small", Purchase.SPOT);
    public static final Pool ON_DEMAND = pool("a", "small", Purchase.ON_DEMAND);

    private Pools() {}

    public static Pool pool(String zone, String machineType, Purchase purchase) {
        Place place = new Place("fake", "account", "region", zone);
        return new Pool(place, machineType, OperatingSystem.LINUX, purchase);
    }
}
