package io.spotagents.provider.aws;

import io.spotagents.provider.ProviderException;
import java.util.SortedMap;

/** The zones that can be launched in. */
interface Zones {

    /** The id of each zone, the same in all accounts, by its name in this account. */
    SortedMap<String, String> idsByName() throws ProviderException;
}
