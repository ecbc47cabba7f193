package io.spotagents.provider.azure;

import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.cloud.SettingChecks;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image, and what it is made for: Azure tells that only of some kinds of image, so the
 * administrator does.
 *
 * @param name resource id of an image, or of a gallery's image (with a version, or the newest), or
 *     {@code publisher:offer:sku:version} of the marketplace
 */
public record ImageChoice(
        String name, OperatingSystem os, Architecture architecture, Preparation preparation) {

    private static final Pattern RESOURCE =
            Pattern.compile("/(subscriptions|SharedGalleries|CommunityGalleries)/.+/.+");
    private static final Pattern MARKETPLACE = Pattern.compile("[^:/\\s]+(:[^:/\\s]+){3}");

    /** Kinds of processor, as the sizes name them. */
    public enum Architecture {
        X64("x64"),
        ARM64("Arm64");

        private final String told;

        Architecture(String told) {
            this.told = told;
        }

        static Optional<Architecture> of(String told) {
            for (Architecture one : values()) {
                if (one.told.equalsIgnoreCase(told)) {
                    return Optional.of(one);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * How an image is made.
     *
     * @param isSpecialized it keeps its users and host name, so no login is set up
     * @param plan of a marketplace image that has one; its terms must have been accepted
     */
    public record Preparation(boolean isSpecialized, Optional<Plan> plan) {

        /** As most images are. */
        public static final Preparation GENERALIZED = new Preparation(false, Optional.empty());

        public static final Preparation SPECIALIZED = new Preparation(true, Optional.empty());
    }

    /** What a marketplace image is bought by. */
    public record Plan(String publisher, String product, String name) {
        public Plan {
            SettingChecks.required("plan publisher", publisher, "see az vm image show");
            SettingChecks.required("plan product", product, "see az vm image show");
            SettingChecks.required("plan name", name, "see az vm image show");
        }
    }

    public ImageChoice {
        if (!RESOURCE.matcher(name).matches() && !MARKETPLACE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "image must be a resource id that begins with /subscriptions/, or"
                            + " publisher:offer:sku:version, not \""
                            + name
                            + "\"");
        }
    }

    /** A generalized one. */
    public static ImageChoice of(String name, OperatingSystem os, Architecture architecture) {
        return new ImageChoice(name, os, architecture, Preparation.GENERALIZED);
    }

    boolean isOfMarketplace() {
        return !name.startsWith("/");
    }

    boolean isOfCommunity() {
        return name.startsWith("/CommunityGalleries/");
    }

    boolean isOfSharedGallery() {
        return name.startsWith("/SharedGalleries/");
    }
}
