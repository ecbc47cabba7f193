package io.spotagents.provider.gcp;

import io.spotagents.provider.cloud.SettingChecks;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image, or a family of which the newest is taken. Which processors and operating system it is
 * for, Compute Engine tells.
 *
 * @param project the image's project, such as {@code debian-cloud}
 * @param name of the image or family
 */
public record ImageChoice(String project, String name, boolean isFamily) {

    private static final Pattern PATH =
            Pattern.compile(
                    "(?:https://[^/]+/compute/v1/)?projects/([^/]+)/global/images/(family/)?([^/]+)");

    private static final String REMEDY =
            "write projects/PROJECT/global/images/NAME, or .../images/family/NAME";

    public ImageChoice {
        SettingChecks.required("image project", project, REMEDY);
        SettingChecks.required("image name", name, REMEDY);
    }

    /** As Google writes it: {@code projects/debian-cloud/global/images/family/debian-12}. */
    public static ImageChoice parse(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("image must not be \"" + path + "\": " + REMEDY);
        }
        return new ImageChoice(matcher.group(1), matcher.group(3), matcher.group(2) != null);
    }

    @Override
    public String toString() {
        return "projects/" + project + "/global/images/" + (isFamily ? "family/" : "") + name;
    }
}
