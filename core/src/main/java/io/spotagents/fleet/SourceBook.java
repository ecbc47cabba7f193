package io.spotagents.fleet;

import io.spotagents.model.Granularity;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.Provider;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What is known of sources, whichever pool of theirs it is: in what steps they bill, and how long
 * their instances boot. The latter is the mean of what was seen, drawn towards what the provider
 * says of its cloud for as long as little was seen. Not thread-safe: the loop owns it.
 */
final class SourceBook {

    /** What the provider says counts as so many boots seen, of which one may have been odd. */
    private static final int PRIOR_COUNTS = 5;

    /** Each new boot counts at least as one of so many, so a new image shows soon. */
    private static final int REMEMBERED = 50;

    private static final double MILLIS_PER_HOUR = 3_600_000.0;

    private final Map<String, Provider> providers = new TreeMap<>();
    private final Map<Kind, Boots> boots = new HashMap<>();

    /** Instances of one image, as far as anybody knows here. */
    record Kind(String source, OperatingSystem os) {}

    /** These are configured now; what was learned of others stays known. */
    void configured(Map<String, Provider> sources) {
        providers.putAll(sources);
    }

    /** In what steps a source bills; to the moment, if nobody has told of the source. */
    Granularity granularity(String source) {
        Provider provider = providers.get(source);
        return provider == null ? Granularity.EXACT : provider.granularity();
    }

    /** An instance was seen to boot, from its launch until its agent spoke. */
    void booted(String source, OperatingSystem os, Duration took) {
        boots.computeIfAbsent(new Kind(source, os), kind -> new Boots()).add(took.toMillis());
    }

    /** Hours from a launch until the agent works; empty if nobody said or saw anything of it. */
    OptionalDouble bootHours(Kind kind) {
        Optional<Duration> said =
                Optional.ofNullable(providers.get(kind.source()))
                        .flatMap(provider -> provider.usualBoot(kind.os()));
        Boots seen = boots.get(kind);
        if (seen == null) {
            return said.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(said.get().toMillis() / MILLIS_PER_HOUR);
        }
        long prior = said.orElse(UsualTimes.BOOT).toMillis();
        double millis =
                (PRIOR_COUNTS * prior + seen.count * seen.mean) / (PRIOR_COUNTS + seen.count);
        return OptionalDouble.of(millis / MILLIS_PER_HOUR);
    }

    private static final class Boots {
        private int count;
        private double mean;

        private void add(long millis) {
            count = Math.min(count + 1, REMEMBERED);
            mean += (millis - mean) / count;
        }
    }
}
