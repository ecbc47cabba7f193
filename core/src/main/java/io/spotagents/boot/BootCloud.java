package io.spotagents.boot;

/**
 * A cloud, as far as the start of its instances differs from that of others: what is taken as user
 * data, and, in the resources {@code <provider>.sh} and {@code <provider>.ps1}, how an instance
 * proves which it is, where its watcher looks, and how it ends.
 */
public enum BootCloud {
    /** Amazon EC2. Source: "Instance metadata and user data", EC2 User Guide. */
    AWS("aws", 16 * 1024, true),

    /** Compute Engine. Source: "About VM metadata", Compute Engine documentation. */
    GCP("gcp", 256 * 1024, false),

    /** Azure. Source: {@code OSProfile.customData} in the REST specification of compute. */
    AZURE("azure", 65_535, false);

    private final String provider;
    private final int maxBytes;
    private final boolean isShared;

    BootCloud(String provider, int maxBytes, boolean isShared) {
        this.provider = provider;
        this.maxBytes = maxBytes;
        this.isShared = isShared;
    }

    /** Short name of the provider, as in pools. */
    public String provider() {
        return provider;
    }

    /** Most that the cloud takes, before it is encoded. */
    public int maxBytes() {
        return maxBytes;
    }

    /** Whether launches share a text for as long as it names none of them. */
    public boolean isShared() {
        return isShared;
    }

    /** What goes around a script of PowerShell. */
    String frame(String script) {
        return switch (this) {
            case AWS ->
                    "<powershell>\n"
                            + script
                            + "</powershell>\n<persist>false</persist>\n<detach>true</detach>\n";
            case GCP, AZURE -> script;
        };
    }
}
