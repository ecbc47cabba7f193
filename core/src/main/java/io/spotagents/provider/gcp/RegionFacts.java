package io.spotagents.provider.gcp;

import com.google.api.services.compute.Compute;
import com.google.api.services.compute.model.Region;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Zones and quotas of the source's region, which one call tells. Safe to use from any thread. */
final class RegionFacts {

    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofMinutes(5), Duration.ofDays(7));

    private final Cached<Facts> facts;

    RegionFacts(Compute compute, GcpCalls calls, GcpSettings.Site site, InstantSource time) {
        this.facts =
                new Cached<>(
                        time,
                        LIFE,
                        () ->
                                facts(
                                        calls.repeated(
                                                "regions.get",
                                                () ->
                                                        compute.regions()
                                                                .get(
                                                                        site.project(),
                                                                        site.region()))));
    }

    private record Facts(SortedSet<String> zones, List<RegionQuota> quotas) {}

    /** Names of the zones. */
    SortedSet<String> zones() throws ProviderException {
        return facts.value().zones();
    }

    Cached.Dated<List<RegionQuota>> quotas() throws ProviderException {
        Cached.Dated<Facts> read = facts.get();
        return new Cached.Dated<>(read.value().quotas(), read.at());
    }

    private static Facts facts(Region told) {
        SortedSet<String> zones = new TreeSet<>();
        for (String url : Urls.orNone(told.getZones())) {
            zones.add(Urls.last(url));
        }
        List<RegionQuota> quotas =
                Urls.orNone(told.getQuotas()).stream()
                        .filter(one -> one.getLimit() != null && one.getUsage() != null)
                        .map(
                                one ->
                                        new RegionQuota(
                                                one.getMetric(), one.getLimit(), one.getUsage()))
                        .toList();
        return new Facts(zones, quotas);
    }
}
