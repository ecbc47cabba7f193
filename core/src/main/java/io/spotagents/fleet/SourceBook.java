package io.spotagents.fleet;

import io.spotagents.model.Granularity;
import io.spotagents.provider.Provider;
import java.util.Map;
import java.util.TreeMap;

/** What is known of sources, whichever pool of theirs it is. Not thread-safe: the loop owns it. */
final class SourceBook {

    private final Map<String, Provider> providers = new TreeMap<>();

    /** These are configured now; what was learned of others stays known. */
    void configured(Map<String, Provider> sources) {
        providers.putAll(sources);
    }

    /** In what steps a source bills; to the moment, if nobody has told of the source. */
    Granularity granularity(String source) {
        Provider provider = providers.get(source);
        return provider == null ? Granularity.EXACT : provider.granularity();
    }
}
