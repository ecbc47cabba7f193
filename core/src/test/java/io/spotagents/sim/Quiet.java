package io.spotagents.sim;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps the loop from telling what it does, which takes most of the time of thousands of runs. */
final class Quiet implements BeforeAllCallback, AfterAllCallback {

    /** Held on to, since a logger that nobody holds forgets its level. */
    private static final Logger FLEET = Logger.getLogger("io.spotagents.fleet");

    @Override
    public void beforeAll(ExtensionContext context) {
        FLEET.setLevel(Level.SEVERE);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        FLEET.setLevel(null);
    }
}
