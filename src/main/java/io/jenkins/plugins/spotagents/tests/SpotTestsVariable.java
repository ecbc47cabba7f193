package io.jenkins.plugins.spotagents.tests;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import org.jenkinsci.plugins.workflow.cps.CpsScript;
import org.jenkinsci.plugins.workflow.cps.GlobalVariable;
import org.jenkinsci.plugins.workflow.cps.GroovySourceFileAllowlist;

/**
 * {@code spotTests} of a Jenkinsfile, with a command or a body: finds the step for either, and
 * makes the branches that bodies run in, which only a script can.
 */
@Extension
public final class SpotTestsVariable extends GlobalVariable {

    private static final String CLASS = "io.jenkins.plugins.spotagents.tests.SpotTests";

    @NonNull
    @Override
    public String getName() {
        return "spotTests";
    }

    /** Of this very script, since each has a class loader of its own. */
    @NonNull
    @Override
    public Object getValue(@NonNull CpsScript script) throws Exception {
        return script.getClass()
                .getClassLoader()
                .loadClass(CLASS)
                .getConstructor(Object.class)
                .newInstance(script);
    }

    /** Lets Pipeline load our Groovy file. */
    @Extension
    public static final class Allowed extends GroovySourceFileAllowlist {

        private static final String FILE = "/" + CLASS.replace('.', '/') + ".groovy";

        @Override
        public boolean isAllowed(String url) {
            return url.endsWith(FILE);
        }
    }
}
