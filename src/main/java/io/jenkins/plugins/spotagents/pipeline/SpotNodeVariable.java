package io.jenkins.plugins.spotagents.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import org.jenkinsci.plugins.workflow.cps.CpsScript;
import org.jenkinsci.plugins.workflow.cps.GlobalVariable;
import org.jenkinsci.plugins.workflow.cps.GroovySourceFileAllowlist;

/**
 * {@code spotNode(label) { ... }} of a Jenkinsfile: a {@code node} block within Pipeline's own
 * {@code retry}, so that all that is known of these two holds for it as well.
 */
@Extension
public final class SpotNodeVariable extends GlobalVariable {

    static final String NAME = "spotNode";

    private static final String CLASS = "io.jenkins.plugins.spotagents.pipeline.SpotNode";

    @NonNull
    @Override
    public String getName() {
        return NAME;
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

    /** Lets Pipeline load our one Groovy file. */
    @Extension
    public static final class Allowed extends GroovySourceFileAllowlist {

        private static final String FILE = "/" + CLASS.replace('.', '/') + ".groovy";

        @Override
        public boolean isAllowed(String url) {
            return url.endsWith(FILE);
        }
    }
}
