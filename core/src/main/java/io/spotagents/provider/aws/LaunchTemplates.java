package io.spotagents.provider.aws;

import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateEbsBlockDeviceRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateHttpTokensState;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateIamInstanceProfileSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataTagsState;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;

/**
 * Launch templates, one for each configuration, named by what is in it: whoever finds one of that
 * name needs no other. Made when first needed, never changed. Safe to use from any thread.
 */
final class LaunchTemplates {

    private static final int NAME_BYTES = 16;
    private static final String EXISTS = "InvalidLaunchTemplateName.AlreadyExistsException";

    private final AwsClients clients;
    private final AwsSettings settings;
    private final InstantSource time;
    private final Set<String> made = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> used = new ConcurrentHashMap<>();

    LaunchTemplates(AwsClients clients, AwsSettings settings, InstantSource time) {
        this.time = time;
        this.clients = clients;
        this.settings = settings;
    }

    /**
     * The name of the template for a launch, which exists.
     *
     * @param userData for all instances from this template; empty for none
     */
    String nameFor(LaunchRequest request, Image image, String userData) throws ProviderException {
        RequestLaunchTemplateData data = data(request, image, userData);
        String name = AwsProvider.PREFIX + digest(data + userData);
        if (!made.contains(name)) {
            create(name, data, OwnerTags.ofVolumes(request));
            made.add(name);
        }
        used.put(name, time.instant());
        return name;
    }

    /** Whether a launch of this process has needed it since then. */
    boolean wasUsedSince(String name, Instant then) {
        Instant last = used.get(name);
        return last != null && last.isAfter(then);
    }

    /** Somebody deleted it, or EC2 has not heard of it everywhere: make sure of it next time. */
    void forget(String name) {
        made.remove(name);
    }

    private void create(String name, RequestLaunchTemplateData data, Map<String, String> tags)
            throws ProviderException {
        CreateLaunchTemplateRequest request =
                CreateLaunchTemplateRequest.builder()
                        .launchTemplateName(name)
                        .launchTemplateData(data)
                        .tagSpecifications(Tagging.of(ResourceType.LAUNCH_TEMPLATE, tags))
                        .build();
        try {
            clients.ec2().createLaunchTemplate(request);
        } catch (SdkException e) {
            boolean exists =
                    e instanceof AwsServiceException told && Ec2Refusals.code(told).equals(EXISTS);
            if (!exists) {
                Refusal refusal = Ec2Refusals.of("CreateLaunchTemplate", "", e);
                throw new ProviderException(refusal, e);
            }
        }
    }

    private RequestLaunchTemplateData data(LaunchRequest request, Image image, String userData) {
        RequestLaunchTemplateData.Builder data =
                RequestLaunchTemplateData.builder()
                        .imageId(image.id())
                        .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
                        .metadataOptions(metadata())
                        .tagSpecifications(
                                LaunchTemplateTagSpecificationRequest.builder()
                                        .resourceType(ResourceType.VOLUME)
                                        .tags(Tagging.tags(volumeTags(request)))
                                        .build());
        AwsSettings.Hardware hardware = settings.hardware();
        if (!settings.network().securityGroups().isEmpty()) {
            data.securityGroupIds(settings.network().securityGroups());
        }
        hardware.keyPair().ifPresent(data::keyName);
        hardware.instanceProfile().ifPresent(named -> data.iamInstanceProfile(profile(named)));
        hardware.volume()
                .filter(volume -> !image.rootDevice().isEmpty())
                .ifPresent(volume -> data.blockDeviceMappings(List.of(device(image, volume))));
        if (!userData.isEmpty()) {
            data.userData(base64(userData));
        }
        return data.build();
    }

    static String base64(String userData) {
        return Base64.getEncoder().encodeToString(userData.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> volumeTags(LaunchRequest request) {
        return Tagging.merged(settings.ways().tags(), OwnerTags.ofVolumes(request));
    }

    private LaunchTemplateInstanceMetadataOptionsRequest metadata() {
        return LaunchTemplateInstanceMetadataOptionsRequest.builder()
                .httpTokens(LaunchTemplateHttpTokensState.REQUIRED)
                .httpPutResponseHopLimit(settings.hardware().metadataHops())
                .instanceMetadataTags(LaunchTemplateInstanceMetadataTagsState.ENABLED)
                .build();
    }

    private static LaunchTemplateIamInstanceProfileSpecificationRequest profile(String named) {
        LaunchTemplateIamInstanceProfileSpecificationRequest.Builder profile =
                LaunchTemplateIamInstanceProfileSpecificationRequest.builder();
        return (named.startsWith("arn:") ? profile.arn(named) : profile.name(named)).build();
    }

    private static LaunchTemplateBlockDeviceMappingRequest device(
            Image image, AwsSettings.Volume volume) {
        return LaunchTemplateBlockDeviceMappingRequest.builder()
                .deviceName(image.rootDevice())
                .ebs(
                        LaunchTemplateEbsBlockDeviceRequest.builder()
                                .volumeSize(volume.gib())
                                .volumeType(volume.type())
                                .deleteOnTermination(true)
                                .build())
                .build();
    }

    private static String digest(String text) {
        try {
            byte[] sha =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
