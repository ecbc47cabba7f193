package io.jenkins.plugins.spotagents.ui;

import io.spotagents.fleet.LaunchIntent;
import java.time.temporal.ChronoUnit;

/** A launch that its cloud has not answered yet, or whose answer was lost. */
public final class AskedRow {

    private final LaunchIntent intent;

    AskedRow(LaunchIntent intent) {
        this.intent = intent;
    }

    public String getTemplate() {
        return intent.template().template();
    }

    public String getPool() {
        return intent.ask().pool().id();
    }

    /** Instances asked for. */
    public int getCount() {
        return intent.ask().count();
    }

    public String getSince() {
        return intent.at().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
