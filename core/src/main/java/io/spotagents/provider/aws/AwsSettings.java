package io.spotagents.provider.aws;

import io.spotagents.provider.cloud.SettingChecks;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an administrator configures for one account and region.
 *
 * @param region such as {@code eu-central-1}
 * @param images one for each kind of processor and operating system wanted; at least one
 */
public record AwsSettings(
        String region, List<ImageChoice> images, Network network, Hardware hardware, Ways ways) {

    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d+");
    private static final int MAX_VOLUME_GIB = 65_536;
    private static final int MAX_HOPS = 64;

    public AwsSettings {
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException(
                    "region must be like eu-central-1, not \"" + region + "\"");
        }
        if (images.isEmpty()) {
            throw new IllegalArgumentException("images must not be empty: name one image");
        }
        images = List.copyOf(images);
    }

    /**
     * Where instances are placed. The zone of each subnet is looked up.
     *
     * @param subnets ids; if empty, all that carry {@code subnetTags}, or are in {@code vpc}
     * @param subnetTags every tag that a subnet has to carry
     * @param securityGroups ids; if empty, the VPC's default group
     * @param address by which the controller reaches an instance, if it calls its agents
     */
    public record Network(
            List<String> subnets,
            SortedMap<String, String> subnetTags,
            Optional<String> vpc,
            List<String> securityGroups,
            Address address) {
        public Network {
            subnets = checked("subnets", "subnet-", subnets);
            securityGroups = checked("securityGroups", "sg-", securityGroups);
            subnetTags = Collections.unmodifiableSortedMap(new TreeMap<>(subnetTags));
            if (subnets.isEmpty() && subnetTags.isEmpty() && vpc.isEmpty()) {
                throw new IllegalArgumentException(
                        "subnets must not be empty: name subnets, a tag of theirs, or their VPC");
            }
        }

        /** Whose instances are reached at their private address. */
        public Network(
                List<String> subnets,
                SortedMap<String, String> subnetTags,
                Optional<String> vpc,
                List<String> securityGroups) {
            this(subnets, subnetTags, vpc, securityGroups, Address.PRIVATE);
        }

        /** The same, with another address to reach instances at. */
        public Network with(Address other) {
            return new Network(subnets, subnetTags, vpc, securityGroups, other);
        }

        /** These subnets. */
        public static Network of(List<String> subnets, List<String> securityGroups) {
            return new Network(subnets, new TreeMap<>(), Optional.empty(), securityGroups);
        }

        /** All subnets that carry a tag. */
        public static Network tagged(String key, String value, List<String> securityGroups) {
            TreeMap<String, String> tags = new TreeMap<>(Map.of(key, value));
            return new Network(List.of(), tags, Optional.empty(), securityGroups);
        }

        /** All subnets of a VPC. */
        public static Network vpc(String id, List<String> securityGroups) {
            return new Network(List.of(), new TreeMap<>(), Optional.of(id), securityGroups);
        }

        private static List<String> checked(String field, String prefix, List<String> ids) {
            for (String id : ids) {
                if (!id.startsWith(prefix)) {
                    throw new IllegalArgumentException(
                            field + " must be like " + prefix + "0abc, not \"" + id + "\"");
                }
            }
            return List.copyOf(ids);
        }
    }

    /** Which of an instance's addresses is meant. */
    public enum Address {
        /** Within its VPC; known as soon as it is listed. */
        PRIVATE,
        /** On the internet; known some seconds later, and only where its subnet gives one. */
        PUBLIC
    }

    /**
     * What each instance has.
     *
     * @param keyPair for SSH; empty for none
     * @param instanceProfile name or ARN; empty for none, so that builds get no AWS credentials
     * @param volume of the root device; empty for what the image says
     * @param metadataHops network hops to the metadata service, 1 to 64: 1 keeps containers from
     *     it, 2 lets them in. It asks for a session token (IMDSv2) always
     */
    public record Hardware(
            TypeFilter types,
            Optional<String> keyPair,
            Optional<String> instanceProfile,
            Optional<Volume> volume,
            int metadataHops) {
        public Hardware {
            SettingChecks.between("metadataHops", metadataHops, 1, MAX_HOPS);
            keyPair.ifPresent(name -> SettingChecks.required("keyPair", name, "leave it out"));
            instanceProfile.ifPresent(
                    name -> SettingChecks.required("instanceProfile", name, "leave it out"));
        }

        /** No key, no profile, the image's own volume, containers kept from the metadata. */
        public static Hardware of(TypeFilter types) {
            return new Hardware(types, Optional.empty(), Optional.empty(), Optional.empty(), 1);
        }
    }

    /**
     * The root device.
     *
     * @param gib size, 1 to 65536
     * @param type such as {@code gp3}
     */
    public record Volume(int gib, String type) {
        public Volume {
            SettingChecks.between("volume size", gib, 1, MAX_VOLUME_GIB);
            SettingChecks.required("volume type", type, "write gp3");
        }
    }

    /**
     * How AWS is asked.
     *
     * @param method of launching
     * @param allocationStrategy as {@code CreateFleet} names it; it matters with {@link
     *     Method#FLEET_OF_POOLS} alone, since other launches ask one pool
     * @param tags of every instance and volume, besides those of its owner
     * @param userData what instances run when they boot
     * @param scores how much of the daily budget of placement scores is used
     */
    public record Ways(
            Method method,
            String allocationStrategy,
            SortedMap<String, String> tags,
            UserData userData,
            Scores scores) {
        public Ways {
            SettingChecks.required(
                    "allocationStrategy", allocationStrategy, "write price-capacity-optimized");
            tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
            for (String key : tags.keySet()) {
                if (key.startsWith(OwnerTags.PREFIX) || key.startsWith("aws:")) {
                    throw new IllegalArgumentException(
                            "tags must not begin with "
                                    + OwnerTags.PREFIX
                                    + " or aws:, as does "
                                    + key);
                }
            }
        }

        /** Fleets, no tags of one's own, the usual scores. */
        public static Ways with(UserData userData) {
            return new Ways(
                    Method.FLEET,
                    "price-capacity-optimized",
                    new TreeMap<>(),
                    userData,
                    Scores.USUAL);
        }

        public Ways with(Method other) {
            return new Ways(other, allocationStrategy, tags, userData, scores);
        }

        public Ways with(Scores other) {
            return new Ways(method, allocationStrategy, tags, userData, other);
        }
    }

    /** The action that makes instances. */
    public enum Method {
        /** {@code CreateFleet}, and {@code RunInstances} once the account may have no fleets. */
        FLEET,
        /**
         * The same, with other pools that would do among which AWS chooses by its allocation
         * strategy: none with fewer processors or less memory, none dearer. How many come from
         * which pool is AWS's word then, not the core's.
         */
        FLEET_OF_POOLS,
        /** {@code RunInstances}, of which AWS allows 5 at once and 2 a second. */
        RUN_INSTANCES;

        boolean isFleet() {
            return this != RUN_INSTANCES;
        }
    }

    /**
     * Placement scores. AWS counts distinct configurations in a day, and refuses more than it likes
     * ({@code MaxConfigLimitExceeded}), without saying how many that is.
     *
     * @param configurations groups of machine types asked about, 0 for none
     * @param instances how many instances are asked about, at least 1
     */
    public record Scores(int configurations, int instances) {

        public static final Scores USUAL = new Scores(4, 50);
        public static final Scores NONE = new Scores(0, 1);

        private static final int MOST = 10;
        private static final int MOST_INSTANCES = 100_000;

        public Scores {
            SettingChecks.between("score configurations", configurations, 0, MOST);
            SettingChecks.between("score instances", instances, 1, MOST_INSTANCES);
        }
    }
}
