package io.spotagents.provider.gcp;

import io.spotagents.model.MachineFamily;
import io.spotagents.model.Purchase;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Quota;
import io.spotagents.provider.cloud.Cached;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The region's quotas of processors. Spot instances count against {@code PREEMPTIBLE_CPUS} once the
 * project has been granted any of it, and until then against what on-demand instances count
 * against: {@code CPUS} for N1 and E2, for others a quota of their family, such as {@code
 * N2D_CPUS}. Families whose quota the region does not tell are learned from refusals. Source:
 * "Allocation quotas", Compute Engine documentation.
 */
final class Quotas {

    private static final String PREEMPTIBLE = "PREEMPTIBLE_CPUS";
    private static final String SHARED = "CPUS";
    private static final String OF_FAMILY = "_CPUS";
    private static final Set<String> SHARING = Set.of("n1", "e2");

    private final RegionFacts region;
    private final MachineTypes types;
    private final GcpSettings.Site site;

    Quotas(RegionFacts region, MachineTypes types, GcpSettings.Site site) {
        this.region = region;
        this.types = types;
        this.site = site;
    }

    /** Those that pools of this source count against. */
    List<Quota> quotas() throws ProviderException {
        Cached.Dated<List<RegionQuota>> told = region.quotas();
        boolean isSpotApart =
                told.value().stream()
                        .anyMatch(one -> one.metric().equals(PREEMPTIBLE) && one.limit() > 0);
        SortedMap<String, Integer> all = cpus();
        List<Quota> quotas = new ArrayList<>();
        for (RegionQuota one : told.value()) {
            SortedMap<String, Integer> covered = covered(one.metric(), all, isSpotApart);
            if (!covered.isEmpty()) {
                quotas.add(
                        new Quota(
                                one.metric(),
                                new Quota.Reach(
                                        GcpProvider.NAME,
                                        site.project(),
                                        site.region(),
                                        purchases(one.metric(), isSpotApart)),
                                covered,
                                new Quota.Use(
                                        processors(one.limit()),
                                        processors(one.usage()),
                                        told.at())));
            }
        }
        return quotas;
    }

    /** Processors by machine type, of all zones together. */
    private SortedMap<String, Integer> cpus() throws ProviderException {
        SortedMap<String, Integer> cpus = new TreeMap<>();
        for (SortedMap<String, MachineType> zone : types.byZone().values()) {
            zone.values().forEach(type -> cpus.put(type.name(), type.size().cpus()));
        }
        return cpus;
    }

    private static SortedMap<String, Integer> covered(
            String metric, SortedMap<String, Integer> all, boolean isSpotApart) {
        SortedMap<String, Integer> covered = new TreeMap<>();
        all.forEach(
                (type, cpus) -> {
                    if (covers(metric, MachineFamily.of(type), isSpotApart)) {
                        covered.put(type, cpus);
                    }
                });
        return covered;
    }

    private static boolean covers(String metric, String family, boolean isSpotApart) {
        return switch (metric) {
            case PREEMPTIBLE -> isSpotApart;
            case SHARED -> SHARING.contains(family);
            default -> metric.equals(family.toUpperCase(Locale.ROOT) + OF_FAMILY);
        };
    }

    private static Set<Purchase> purchases(String metric, boolean isSpotApart) {
        if (metric.equals(PREEMPTIBLE)) {
            return Set.of(Purchase.SPOT);
        }
        return isSpotApart
                ? Set.of(Purchase.ON_DEMAND, Purchase.COMMITMENT)
                : Set.of(Purchase.SPOT, Purchase.ON_DEMAND, Purchase.COMMITMENT);
    }

    /** Google tells all quotas as numbers with a fraction, and no limit as a negative one. */
    private static long processors(double told) {
        return told < 0 ? Long.MAX_VALUE / 2 : (long) told;
    }
}
