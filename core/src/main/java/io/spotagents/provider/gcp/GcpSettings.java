package io.spotagents.provider.gcp;

import io.spotagents.model.Usd;
import io.spotagents.provider.cloud.SettingChecks;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an administrator configures for one project and region.
 *
 * @param images one for each kind of processor and operating system wanted; at least one
 */
public record GcpSettings(
        Site site, List<ImageChoice> images, Network network, Hardware hardware, Ways ways) {

    private static final int MAX_DISK_GIB = 65_536;

    public GcpSettings {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("images must not be empty: name one image");
        }
        images = List.copyOf(images);
    }

    /**
     * Where it is.
     *
     * @param project id of the project, not its number
     * @param region such as {@code europe-west3}
     */
    public record Site(String project, String region) {

        private static final Pattern PROJECT =
                Pattern.compile("(?:[a-z0-9.-]+:)?[a-z][-a-z0-9]{4,28}[a-z0-9]");
        private static final Pattern REGION = Pattern.compile("[a-z]+-[a-z]+\\d+");

        public Site {
            if (!PROJECT.matcher(project).matches()) {
                throw new IllegalArgumentException(
                        "project must be the id of a project, like my-project, not \""
                                + project
                                + "\"");
            }
            if (!REGION.matcher(region).matches()) {
                throw new IllegalArgumentException(
                        "region must be like europe-west3, not \"" + region + "\"");
            }
        }

        /** Whether a zone is in this region. */
        boolean holds(String zone) {
            return zone.startsWith(region + "-");
        }
    }

    /**
     * Where instances are placed.
     *
     * @param network its name or path; what Google calls {@code default} if both are empty
     * @param subnet its name in this region, or its path
     * @param hasPublicAddress whether each instance gets one; without, the network needs Cloud NAT
     * @param tags that firewall rules go by
     */
    public record Network(
            Optional<String> network,
            Optional<String> subnet,
            boolean hasPublicAddress,
            List<String> tags) {

        private static final Pattern TAG = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");

        /** The default network of the project, without public addresses. */
        public static final Network DEFAULT =
                new Network(Optional.empty(), Optional.empty(), false, List.of());

        public Network {
            network.ifPresent(name -> SettingChecks.required("network", name, "leave it out"));
            subnet.ifPresent(name -> SettingChecks.required("subnet", name, "leave it out"));
            tags = List.copyOf(tags);
            for (String tag : tags) {
                if (!TAG.matcher(tag).matches()) {
                    throw new IllegalArgumentException(
                            "tags must be of lower case letters, digits and -, not \""
                                    + tag
                                    + "\"");
                }
            }
        }

        /** A subnet, without public addresses. */
        public static Network of(String subnet) {
            return new Network(Optional.empty(), Optional.of(subnet), false, List.of());
        }
    }

    /**
     * What each instance has.
     *
     * @param account as which builds act in Google Cloud; empty for none, which also leaves the
     *     instance without the token that it enrolls with
     * @param disk of the instance; empty for what the image says
     * @param isShielded secure boot, virtual TPM and integrity monitoring; the image has to allow
     *     it
     */
    public record Hardware(
            TypeFilter types,
            Optional<ServiceAccount> account,
            Optional<Disk> disk,
            boolean isShielded) {

        /** No account, the image's own size of disk, shielded. */
        public static Hardware of(TypeFilter types) {
            return new Hardware(types, Optional.empty(), Optional.empty(), true);
        }
    }

    /**
     * A service account.
     *
     * @param scopes what its tokens are good for, as URLs; none leaves the proof of identity only
     */
    public record ServiceAccount(String email, List<String> scopes) {
        public ServiceAccount {
            if (!email.contains("@")) {
                throw new IllegalArgumentException(
                        "service account must be an address like"
                                + " name@my-project.iam.gserviceaccount.com, not \""
                                + email
                                + "\"");
            }
            scopes = List.copyOf(scopes);
        }
    }

    /**
     * The boot disk.
     *
     * @param gib size, 1 to 65536
     * @param type such as {@code pd-ssd}; empty for {@code hyperdisk-balanced} where a machine type
     *     takes nothing else, and {@code pd-balanced} elsewhere
     */
    public record Disk(int gib, Optional<String> type) {
        public Disk {
            SettingChecks.between("disk size", gib, 1, MAX_DISK_GIB);
            type.ifPresent(name -> SettingChecks.required("disk type", name, "leave it out"));
        }
    }

    /**
     * How instances are made.
     *
     * @param labels of instances and disks, besides our own
     * @param metadata of instances, besides the start script; {@code user-data} for one
     * @param template an instance template that settles what these settings leave open
     */
    public record Ways(
            SortedMap<String, String> labels,
            SortedMap<String, String> metadata,
            Optional<String> template,
            UserData startScript,
            Figures figures) {

        private static final Pattern LABEL_KEY = Pattern.compile("[a-z][-_a-z0-9]{0,62}");
        private static final Pattern LABEL_VALUE = Pattern.compile("[-_a-z0-9]{0,63}");

        public Ways {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
            metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
            labels.forEach(Ways::checkLabel);
            for (String key : Insertion.SCRIPT_KEYS) {
                if (metadata.containsKey(key)) {
                    throw new IllegalArgumentException(
                            "metadata must not hold " + key + ": that is the start script's");
                }
            }
        }

        /** Nothing of one's own besides the script; the usual figures. */
        public static Ways with(UserData script) {
            return new Ways(
                    new TreeMap<>(), new TreeMap<>(), Optional.empty(), script, Figures.USUAL);
        }

        public Ways with(Figures other) {
            return new Ways(labels, metadata, template, startScript, other);
        }

        private static void checkLabel(String key, String value) {
            if (key.startsWith(OwnerLabels.PREFIX)) {
                throw new IllegalArgumentException(
                        "labels must not begin with " + OwnerLabels.PREFIX + ", as does " + key);
            }
            if (!LABEL_KEY.matcher(key).matches() || !LABEL_VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "labels must be of lower case letters, digits, _ and -, not "
                                + key
                                + "="
                                + value);
            }
        }
    }

    /**
     * Numbers.
     *
     * @param longestRun after which Google deletes an instance whatever happens, 30 s to 120 days
     * @param advisedTypes machine types that obtainability and preemptions are read of in each zone
     *     each hour, the cheapest first; 0 for none
     * @param advisedInstances how many instances obtainability is asked for, at least 1
     * @param windowsLicence for a processor and hour; while it is empty, prices of Windows pools
     *     are not known
     */
    public record Figures(
            Duration longestRun,
            int advisedTypes,
            int advisedInstances,
            Optional<Usd> windowsLicence) {

        private static final Duration LEAST_RUN = Duration.ofSeconds(30);
        private static final Duration MOST_RUN = Duration.ofDays(120);
        private static final int MOST_TYPES = 100;
        private static final int MOST_INSTANCES = 1_000;

        /** A day at most; advice on eight types; Windows without a price. */
        public static final Figures USUAL =
                new Figures(Duration.ofHours(24), 8, 20, Optional.empty());

        public Figures {
            if (longestRun.compareTo(LEAST_RUN) < 0 || longestRun.compareTo(MOST_RUN) > 0) {
                throw new IllegalArgumentException(
                        "longestRun must be between 30 seconds and 120 days, not " + longestRun);
            }
            SettingChecks.between("advisedTypes", advisedTypes, 0, MOST_TYPES);
            SettingChecks.between("advisedInstances", advisedInstances, 1, MOST_INSTANCES);
        }

        /** The same, without advice. */
        public Figures unadvised() {
            return new Figures(longestRun, 0, advisedInstances, windowsLicence);
        }
    }
}
