package io.spotagents.provider.azure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Pool;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.ProviderException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The request that makes the instances of a launch: a scale set of flexible orchestration that is
 * never changed. Source: "Virtual Machine Scale Sets - Create Or Update", its REST specification.
 */
final class ScaleSetBody {

    /** Only where there is no login by key. */
    private static final SecureRandom PASSWORDS = new SecureRandom();

    private static final int PASSWORD_BYTES = 30;

    /** Three of four kinds of character are wanted; the random part may lack one. */
    private static final String ALL_KINDS = "aA1!";

    private static final String DELETE = "Delete";

    private final AzureSettings settings;
    private final LaunchRequest request;
    private final ImageChoice image;

    private ScaleSetBody(AzureSettings settings, LaunchRequest request, ImageChoice image) {
        this.settings = settings;
        this.request = request;
        this.image = image;
    }

    static ObjectNode of(
            AzureSettings settings, LaunchRequest request, ImageChoice image, int count)
            throws ProviderException {
        return new ScaleSetBody(settings, request, image).body(count);
    }

    private ObjectNode body(int count) throws ProviderException {
        Pool pool = request.pool();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("location", settings.region());
        SortedMap<String, String> tags = new TreeMap<>(settings.ways().tags());
        tags.putAll(OwnerTags.of(request));
        ObjectNode written = body.putObject("tags");
        tags.forEach(written::put);
        if (!pool.place().zone().equals(MachineTypes.REGIONAL)) {
            body.putArray("zones").add(pool.place().zone());
        }
        body.putObject("sku")
                .put("name", pool.machineType())
                .put("tier", "Standard")
                .put("capacity", count);
        putPlan(body);
        putIdentities(body);
        ObjectNode properties = body.putObject("properties");
        properties
                .put("orchestrationMode", "Flexible")
                .put("platformFaultDomainCount", 1)
                .put("singlePlacementGroup", false);
        putProfile(properties.putObject("virtualMachineProfile"));
        return body;
    }

    private void putPlan(ObjectNode body) {
        image.preparation()
                .plan()
                .ifPresent(
                        plan ->
                                body.putObject("plan")
                                        .put("publisher", plan.publisher())
                                        .put("product", plan.product())
                                        .put("name", plan.name()));
    }

    /** Flexible scale sets can have none that Azure makes with them. */
    private void putIdentities(ObjectNode body) {
        AzureSettings.Identities identities = settings.ways().identities();
        if (identities.forBuilds().isEmpty() && identities.selfDelete().isEmpty()) {
            return;
        }
        ObjectNode identity = body.putObject("identity").put("type", "UserAssigned");
        ObjectNode assigned = identity.putObject("userAssignedIdentities");
        identities.forBuilds().forEach(assigned::putObject);
        identities.selfDelete().ifPresent(assigned::putObject);
    }

    private void putProfile(ObjectNode profile) throws ProviderException {
        if (request.pool().purchase().isReclaimed()) {
            profile.put("priority", "Spot").put("evictionPolicy", DELETE);
            // Up to the price on demand: by its price alone nothing of ours is evicted.
            profile.putObject("billingProfile").put("maxPrice", -1);
        } else {
            profile.put("priority", "Regular");
        }
        putStorage(profile.putObject("storageProfile"));
        putNetwork(profile.putObject("networkProfile"));
        String text = settings.ways().userData().of(request);
        if (image.preparation().isSpecialized()) {
            if (!text.isEmpty()) {
                profile.put("userData", base64(text));
            }
        } else {
            putSystem(profile.putObject("osProfile"), text);
        }
    }

    private void putStorage(ObjectNode storage) {
        ObjectNode reference = storage.putObject("imageReference");
        if (image.isOfMarketplace()) {
            String[] parts = image.name().split(":", -1);
            reference
                    .put("publisher", parts[0])
                    .put("offer", parts[1])
                    .put("sku", parts[2])
                    .put("version", parts[3]);
        } else if (image.isOfCommunity()) {
            reference.put("communityGalleryImageId", image.name());
        } else if (image.isOfSharedGallery()) {
            reference.put("sharedGalleryImageId", image.name());
        } else {
            reference.put("id", image.name());
        }
        ObjectNode disk =
                storage.putObject("osDisk")
                        .put("createOption", "FromImage")
                        .put("deleteOption", DELETE)
                        .put("caching", "ReadWrite");
        settings.hardware()
                .disk()
                .ifPresent(
                        wanted -> {
                            disk.put("diskSizeGB", wanted.gib());
                            disk.putObject("managedDisk").put("storageAccountType", wanted.type());
                        });
    }

    private void putNetwork(ObjectNode network) {
        AzureSettings.Network wanted = settings.home().network();
        network.put("networkApiVersion", ApiVersions.NETWORK);
        ObjectNode card =
                network.putArray("networkInterfaceConfigurations")
                        .addObject()
                        .put("name", "nic")
                        .putObject("properties")
                        .put("primary", true)
                        .put("deleteOption", DELETE);
        wanted.securityGroup()
                .ifPresent(id -> card.putObject("networkSecurityGroup").put("id", id));
        ObjectNode address =
                card.putArray("ipConfigurations")
                        .addObject()
                        .put("name", "ip")
                        .putObject("properties")
                        .put("primary", true);
        address.putObject("subnet").put("id", wanted.subnet());
        if (wanted.hasPublicAddress()) {
            ObjectNode open =
                    address.putObject("publicIPAddressConfiguration").put("name", "public");
            open.putObject("sku").put("name", "Standard");
            open.putObject("properties").put("deleteOption", DELETE);
        }
    }

    private void putSystem(ObjectNode system, String text) {
        AzureSettings.Login login = settings.hardware().login().orElseThrow();
        system.put("computerNamePrefix", "agent").put("adminUsername", login.user());
        if (image.os() == OperatingSystem.WINDOWS) {
            byte[] random = new byte[PASSWORD_BYTES];
            PASSWORDS.nextBytes(random);
            system.put("adminPassword", ALL_KINDS + Base64.getEncoder().encodeToString(random));
        } else {
            ObjectNode linux =
                    system.putObject("linuxConfiguration")
                            .put("disablePasswordAuthentication", true);
            linux.putObject("ssh")
                    .putArray("publicKeys")
                    .addObject()
                    .put("path", "/home/" + login.user() + "/.ssh/authorized_keys")
                    .put("keyData", login.publicKey());
        }
        if (!text.isEmpty()) {
            system.put("customData", base64(text));
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
