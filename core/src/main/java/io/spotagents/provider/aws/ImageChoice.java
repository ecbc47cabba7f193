package io.spotagents.provider.aws;

import io.spotagents.provider.cloud.SettingChecks;
import java.util.Optional;

/**
 * How an image is named. Which processors and operating system it is for, EC2 tells.
 *
 * @param text an AMI id, a name that may hold {@code *}, or the name of a parameter
 * @param owner account id or alias whose images a name is looked for in; only with a name
 */
public record ImageChoice(By by, String text, Optional<String> owner) {

    /** What the text is. */
    public enum By {
        /** The id of an AMI. */
        ID,
        /** A name filter; the newest image that fits is taken. */
        NAME,
        /** A parameter of Systems Manager whose value is the id of an AMI. */
        PARAMETER
    }

    public ImageChoice {
        SettingChecks.required("image", text, "write an AMI id, a name or an SSM parameter");
        if (by == By.ID && !text.startsWith("ami-")) {
            throw new IllegalArgumentException("image must be like ami-0abc, not " + text);
        }
        if (by == By.NAME && owner.isEmpty()) {
            throw new IllegalArgumentException(
                    "image owner must be given with a name, as anybody may publish an image of"
                            + " that name: write an account id, or self or amazon");
        }
    }

    public static ImageChoice id(String id) {
        return new ImageChoice(By.ID, id, Optional.empty());
    }

    public static ImageChoice name(String name, String owner) {
        return new ImageChoice(By.NAME, name, Optional.of(owner));
    }

    public static ImageChoice parameter(String name) {
        return new ImageChoice(By.PARAMETER, name, Optional.empty());
    }
}
