package io.spotagents.provider.gcp;

import com.google.api.services.compute.model.AccessConfig;
import com.google.api.services.compute.model.AttachedDisk;
import com.google.api.services.compute.model.AttachedDiskInitializeParams;
import com.google.api.services.compute.model.BulkInsertInstanceResource;
import com.google.api.services.compute.model.Duration;
import com.google.api.services.compute.model.InstanceProperties;
import com.google.api.services.compute.model.Metadata;
import com.google.api.services.compute.model.NetworkInterface;
import com.google.api.services.compute.model.Scheduling;
import com.google.api.services.compute.model.ServiceAccount;
import com.google.api.services.compute.model.ShieldedInstanceConfig;
import com.google.api.services.compute.model.Tags;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One launch, ready to be asked for. The same request always makes the same call.
 *
 * @param count instances asked for at once
 */
record Insertion(LaunchRequest request, Image image, GcpSettings settings, int count) {

    private static final String LINUX_SCRIPT = "startup-script";
    private static final String WINDOWS_SCRIPT = "windows-startup-script-ps1";

    static final List<String> SCRIPT_KEYS = List.of(LINUX_SCRIPT, WINDOWS_SCRIPT);

    /**
     * Of the request's body.
     *
     * @throws ProviderException if its instances would boot in vain
     */
    BulkInsertInstanceResource resource() throws ProviderException {
        return new BulkInsertInstanceResource()
                .setCount((long) count)
                .setMinCount(1L) // else Google deletes what it could make, if it cannot make all
                .setNamePattern(namePattern())
                .setSourceInstanceTemplate(settings.ways().template().orElse(null))
                .setInstanceProperties(properties());
    }

    /** From the token: nobody can guess it, and another launch has another. */
    private String namePattern() {
        return "sa-" + request.owner().intent().toString().replace("-", "") + "-####";
    }

    private InstanceProperties properties() throws ProviderException {
        InstanceProperties properties =
                new InstanceProperties()
                        .setMachineType(request.pool().machineType())
                        .setLabels(labels())
                        .setScheduling(scheduling())
                        .setDisks(List.of(disk()))
                        .setNetworkInterfaces(List.of(networkInterface()))
                        .setMetadata(metadata());
        settings.hardware()
                .account()
                .ifPresent(
                        account ->
                                properties.setServiceAccounts(
                                        List.of(
                                                new ServiceAccount()
                                                        .setEmail(account.email())
                                                        .setScopes(account.scopes()))));
        if (settings.hardware().isShielded()) {
            properties.setShieldedInstanceConfig(
                    new ShieldedInstanceConfig()
                            .setEnableSecureBoot(true)
                            .setEnableVtpm(true)
                            .setEnableIntegrityMonitoring(true));
        }
        if (!settings.network().tags().isEmpty()) {
            properties.setTags(new Tags().setItems(settings.network().tags()));
        }
        return properties;
    }

    private SortedMap<String, String> labels() {
        SortedMap<String, String> labels = new TreeMap<>(settings.ways().labels());
        labels.putAll(OwnerLabels.of(request));
        return labels;
    }

    private Scheduling scheduling() {
        boolean isSpot = request.pool().purchase().isReclaimed();
        Scheduling scheduling =
                new Scheduling()
                        .setProvisioningModel(isSpot ? "SPOT" : "STANDARD")
                        .setInstanceTerminationAction("DELETE")
                        .setAutomaticRestart(false)
                        .setMaxRunDuration(
                                new Duration()
                                        .setSeconds(
                                                settings.ways()
                                                        .figures()
                                                        .longestRun()
                                                        .toSeconds()));
        return isSpot ? scheduling.setOnHostMaintenance("TERMINATE") : scheduling;
    }

    private AttachedDisk disk() {
        String usual = MachineType.usualDisk(request.pool().machineType());
        AttachedDiskInitializeParams made =
                new AttachedDiskInitializeParams()
                        .setSourceImage(image.path())
                        .setLabels(labels())
                        .setDiskType(
                                settings.hardware()
                                        .disk()
                                        .flatMap(GcpSettings.Disk::type)
                                        .orElse(usual));
        settings.hardware().disk().ifPresent(disk -> made.setDiskSizeGb((long) disk.gib()));
        return new AttachedDisk().setBoot(true).setAutoDelete(true).setInitializeParams(made);
    }

    private NetworkInterface networkInterface() {
        GcpSettings.Network network = settings.network();
        NetworkInterface told = new NetworkInterface();
        network.network().ifPresent(name -> told.setNetwork(path("global/networks/", name)));
        network.subnet()
                .ifPresent(
                        name ->
                                told.setSubnetwork(
                                        path(
                                                "regions/"
                                                        + settings.site().region()
                                                        + "/subnetworks/",
                                                name)));
        if (network.network().isEmpty() && network.subnet().isEmpty()) {
            told.setNetwork("global/networks/default");
        }
        if (network.hasPublicAddress()) {
            told.setAccessConfigs(
                    List.of(new AccessConfig().setType("ONE_TO_ONE_NAT").setName("External NAT")));
        }
        return told;
    }

    private Metadata metadata() throws ProviderException {
        List<Metadata.Items> items = new ArrayList<>();
        settings.ways()
                .metadata()
                .forEach(
                        (key, value) ->
                                items.add(new Metadata.Items().setKey(key).setValue(value)));
        String script = settings.ways().startScript().of(request);
        if (!script.isEmpty()) {
            boolean isWindows = request.pool().os() == OperatingSystem.WINDOWS;
            items.add(
                    new Metadata.Items()
                            .setKey(isWindows ? WINDOWS_SCRIPT : LINUX_SCRIPT)
                            .setValue(script));
        }
        return new Metadata().setItems(items);
    }

    private static String path(String folder, String name) {
        return name.contains("/") ? name : folder + name;
    }
}
