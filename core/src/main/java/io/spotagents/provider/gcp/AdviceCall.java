package io.spotagents.provider.gcp;

import com.google.api.client.json.GenericJson;
import com.google.api.services.compute.Compute;
import com.google.api.services.compute.ComputeRequest;
import io.spotagents.provider.gcp.GcpSettings.Site;
import java.util.List;
import java.util.Map;

/**
 * Questions that no Java client knows yet. Source: "advice.capacity" and "advice.capacityHistory",
 * Compute Engine API reference, read 2026-11.
 */
final class AdviceCall extends ComputeRequest<GenericJson> {

    private static final Map<String, Object> SPOT = Map.of("provisioningModel", "SPOT");

    private AdviceCall(Compute compute, Site site, String question, Map<String, Object> body) {
        super(
                compute,
                "POST",
                "projects/" + site.project() + "/regions/" + site.region() + "/advice/" + question,
                body,
                GenericJson.class);
    }

    /** How likely so many spot instances are to be had in a zone. */
    static AdviceCall capacity(
            Compute compute, Site site, String zone, String machineType, int instances) {
        return new AdviceCall(
                compute,
                site,
                "capacity",
                Map.of(
                        "instanceProperties",
                        Map.of("scheduling", SPOT),
                        "instanceFlexibilityPolicy",
                        Map.of(
                                "instanceSelections",
                                Map.of("it", Map.of("machineTypes", List.of(machineType)))),
                        "distributionPolicy",
                        Map.of(
                                "targetShape",
                                "ANY",
                                "zones",
                                List.of(Map.of("zone", "zones/" + zone))),
                        "size",
                        instances));
    }

    /** How many spot instances were taken on each of the last days in a zone. */
    static AdviceCall history(Compute compute, Site site, String zone, String machineType) {
        return new AdviceCall(
                compute,
                site,
                "capacityHistory",
                Map.of(
                        "instanceProperties",
                        Map.of("machineType", machineType, "scheduling", SPOT),
                        "locationPolicy",
                        Map.of("location", "zones/" + zone),
                        "types",
                        List.of("PREEMPTION")));
    }

    @Override
    public AdviceCall set(String field, Object value) {
        return (AdviceCall) super.set(field, value);
    }
}
