package io.jenkins.plugins.spotagents.cloud;

import io.spotagents.provider.local.LocalSettings;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Allows the local source while a test runs. */
public final class LocalSourceAllowed implements BeforeEachCallback, AfterEachCallback {

    private String before;

    @Override
    public void beforeEach(ExtensionContext context) {
        before = System.setProperty(LocalSettings.ALLOWED_PROPERTY, "true");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (before == null) {
            System.clearProperty(LocalSettings.ALLOWED_PROPERTY);
        } else {
            System.setProperty(LocalSettings.ALLOWED_PROPERTY, before);
        }
    }
}
