package io.spotagents.provider.azure;

import io.spotagents.provider.cloud.SettingChecks;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What an administrator configures for one subscription and region.
 *
 * @param region such as {@code westeurope}
 * @param images one for each kind of processor and operating system wanted; at least one
 */
public record AzureSettings(
        String region, List<ImageChoice> images, Home home, Hardware hardware, Ways ways) {

    private static final Pattern REGION = Pattern.compile("[a-z]+[a-z0-9]*");
    private static final Pattern SUBSCRIPTION =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern GROUP = Pattern.compile("[-\\w._()]{0,89}[-\\w_()]");
    private static final int MAX_DISK_GIB = 4095;

    public AzureSettings {
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException(
                    "region must be like westeurope, not \"" + region + "\"");
        }
        if (images.isEmpty()) {
            throw new IllegalArgumentException("images must not be empty: name one image");
        }
        images = List.copyOf(images);
        for (ImageChoice image : images) {
            if (!image.preparation().isSpecialized() && hardware.login().isEmpty()) {
                throw new IllegalArgumentException(
                        "login must be given for " + image.name() + ": Azure wants a user in it");
            }
        }
    }

    /**
     * Where instances live.
     *
     * @param subscription id of the subscription
     * @param resourceGroup name of the group that everything is made in; best one of its own
     */
    public record Home(String subscription, String resourceGroup, Network network) {
        public Home {
            requireSubscription(subscription);
            if (!GROUP.matcher(resourceGroup).matches()) {
                throw new IllegalArgumentException(
                        "resourceGroup must be the name of a resource group, not \""
                                + resourceGroup
                                + "\"");
            }
        }
    }

    /**
     * The network.
     *
     * @param subnet resource id; it spans all zones
     * @param securityGroup resource id; empty if the subnet has one
     * @param hasPublicAddress whether each instance gets an address of its own, which goes with it
     */
    public record Network(String subnet, Optional<String> securityGroup, boolean hasPublicAddress) {
        public Network {
            requireId("subnet", subnet);
            securityGroup.ifPresent(id -> requireId("securityGroup", id));
        }

        /** Instances reach the outside through the subnet's own gateway. */
        public static Network of(String subnet) {
            return new Network(subnet, Optional.empty(), false);
        }
    }

    /**
     * What each instance has.
     *
     * @param zones such as {@code 1}; empty for all
     * @param disk of the system; empty for what the image says
     * @param login a user that Azure sets up; needed unless images are specialized
     */
    public record Hardware(
            TypeFilter types, SortedSet<String> zones, Optional<Disk> disk, Optional<Login> login) {
        public Hardware {
            zones = Collections.unmodifiableSortedSet(new TreeSet<>(zones));
        }

        /** Sizes in all zones, the image's own disk. */
        public static Hardware of(TypeFilter types, Login login) {
            return new Hardware(types, new TreeSet<>(), Optional.empty(), Optional.of(login));
        }
    }

    /**
     * The disk of the system.
     *
     * @param gib size, 1 to 4095
     * @param type such as {@code StandardSSD_LRS}
     */
    public record Disk(int gib, String type) {
        public Disk {
            SettingChecks.between("disk size", gib, 1, MAX_DISK_GIB);
            SettingChecks.required("disk type", type, "write StandardSSD_LRS");
        }
    }

    /**
     * A user that Azure sets up. On Windows it gets a password that nobody keeps.
     *
     * @param publicKey for SSH on Linux; not used on Windows
     */
    public record Login(String user, String publicKey) {
        public Login {
            SettingChecks.required("login user", user, "write jenkins");
            SettingChecks.required("login publicKey", publicKey, "write ssh-ed25519 AAAA...");
        }
    }

    /**
     * How Azure is asked.
     *
     * @param tags of everything that is made, besides those of its owner
     * @param userData what instances run when they boot
     * @param identities what builds may do in Azure, and how instances delete themselves
     * @param scores how much is asked about placement
     */
    public record Ways(
            SortedMap<String, String> tags,
            UserData userData,
            Identities identities,
            Scores scores) {
        public Ways {
            tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
            for (String key : tags.keySet()) {
                if (key.startsWith(OwnerTags.PREFIX)) {
                    throw new IllegalArgumentException(
                            "tags must not begin with " + OwnerTags.PREFIX + ", as does " + key);
                }
            }
        }

        /** No tags of one's own, no identity, the usual scores. */
        public static Ways with(UserData userData) {
            return new Ways(new TreeMap<>(), userData, Identities.NONE, Scores.USUAL);
        }

        public Ways with(Identities other) {
            return new Ways(tags, userData, other, scores);
        }

        public Ways with(Scores other) {
            return new Ways(tags, userData, identities, other);
        }
    }

    /**
     * Managed identities that somebody has made, by their resource ids.
     *
     * @param forBuilds everything that runs on an instance has them
     * @param selfDelete one whose role allows no more than to delete instances of the resource
     *     group; with it an instance whose lease ended is gone, without it goes on billing
     */
    public record Identities(List<String> forBuilds, Optional<String> selfDelete) {

        public static final Identities NONE = new Identities(List.of(), Optional.empty());

        public Identities {
            forBuilds.forEach(id -> requireId("identity", id));
            selfDelete.ifPresent(id -> requireId("selfDelete", id));
            forBuilds = List.copyOf(forBuilds);
        }
    }

    /**
     * Placement scores. Each request asks about five sizes, and Azure limits requests.
     *
     * @param requests sent each hour, 0 for none
     * @param instances how many instances are asked about, at least 1
     */
    public record Scores(int requests, int instances) {

        public static final Scores USUAL = new Scores(4, 50);
        public static final Scores NONE = new Scores(0, 1);

        private static final int MOST = 50;
        private static final int MOST_INSTANCES = 1000;

        public Scores {
            SettingChecks.between("score requests", requests, 0, MOST);
            SettingChecks.between("score instances", instances, 1, MOST_INSTANCES);
        }
    }

    static void requireSubscription(String id) {
        if (!SUBSCRIPTION.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "subscription must be an id like 00000000-0000-0000-0000-000000000000, not \""
                            + id
                            + "\"");
        }
    }

    private static void requireId(String field, String id) {
        if (!id.startsWith("/subscriptions/")) {
            throw new IllegalArgumentException(
                    field + " must be a resource id that begins with /subscriptions/, not " + id);
        }
    }
}
