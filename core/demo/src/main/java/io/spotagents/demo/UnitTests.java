package io.spotagents.demo;

import io.spotagents.batches.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * JUnit, as far as the demo needs it. A test is a test method, by JUnit's unique id; one with
 * parameters is one test, which passes if it does with all of them.
 */
final class UnitTests {

    /** Stands before the name of a class that cannot be loaded: it is a test that fails. */
    static final String UNLOADABLE = "unloadable:";

    private final Launcher launcher =
            LauncherFactory.create(
                    LauncherConfig.builder()
                            .enableTestExecutionListenerAutoRegistration(false)
                            .enableLauncherSessionListenerAutoRegistration(false)
                            .enableLauncherDiscoveryListenerAutoRegistration(false)
                            .enablePostDiscoveryFilterAutoRegistration(false)
                            .build());

    /**
     * The tests of a class and of the classes nested in it; none if it has none. A class that
     * cannot be loaded is one test, {@value #UNLOADABLE} and its name.
     */
    List<String> discover(String className) {
        Optional<Class<?>> loaded = load(className);
        if (loaded.isEmpty()) {
            return List.of(UNLOADABLE + className);
        }
        TestPlan plan =
                launcher.discover(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(loaded.get()))
                                .build());
        return plan.getRoots().stream()
                .flatMap(root -> plan.getDescendants(root).stream())
                .filter(one -> one.getSource().filter(MethodSource.class::isInstance).isPresent())
                .map(TestIdentifier::getUniqueId)
                .sorted()
                .toList();
    }

    Outcome run(String test) {
        if (test.startsWith(UNLOADABLE)) {
            return Outcome.FAILED; // if it can be loaded here, where are its tests?
        }
        Listener listener = new Listener();
        try {
            LauncherDiscoveryRequest request =
                    LauncherDiscoveryRequestBuilder.request()
                            .selectors(DiscoverySelectors.selectUniqueId(test))
                            .build();
            launcher.execute(request, listener);
        } catch (RuntimeException e) {
            return Outcome.FAILED;
        }
        return listener.outcome();
    }

    private static Optional<Class<?>> load(String className) {
        try {
            Class<?> loaded =
                    Class.forName(className, false, Thread.currentThread().getContextClassLoader());
            loaded.getDeclaredMethods(); // fails if the class of a parameter is missing
            return Optional.of(loaded);
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** Sums up what happens below one test. */
    private static final class Listener implements TestExecutionListener {

        private int passed;
        private int failed;
        private int skipped;

        @Override
        public void executionSkipped(TestIdentifier identifier, String reason) {
            skipped++;
        }

        @Override
        public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            switch (result.getStatus()) {
                case SUCCESSFUL -> passed += identifier.isTest() ? 1 : 0;
                case ABORTED -> skipped++;
                case FAILED -> failed++;
            }
        }

        /** A test that was not found at all has failed: it was there when it was discovered. */
        Outcome outcome() {
            if (failed > 0 || passed + skipped == 0) {
                return Outcome.FAILED;
            }
            return passed > 0 ? Outcome.PASSED : Outcome.SKIPPED;
        }
    }
}
