package io.jenkins.plugins.spotagents.testing;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.security.ACL;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import java.io.IOException;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * One Jenkins for all tests of a class that only change settings; each test finds them as they are
 * in a new Jenkins. Saves a start for each test, which is most of what such a test takes.
 */
public final class OneJenkins implements ParameterResolver, AfterEachCallback, AfterAllCallback {

    private Rule rule;

    private static final class Rule extends JenkinsRule {

        Rule(Class<?> tests) {
            // The harness wants one; tests of JUnit 4 there are none, so its imports are banned.
            testDescription = org.junit.runner.Description.createSuiteDescription(tests);
        }

        /** Tests may look at everything. */
        @Override
        public void recipe() {
            ACL.as2(ACL.SYSTEM2);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(JenkinsRule.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (rule == null) {
            Rule started = new Rule(context.getRequiredTestClass());
            try {
                AzureInternet.trust();
                started.before();
            } catch (Throwable e) {
                throw new IllegalStateException("Jenkins did not start", e);
            }
            rule = started;
        }
        return rule;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (rule == null) {
            return;
        }
        Jenkins jenkins = rule.jenkins;
        jenkins.clouds.clear();
        jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        jenkins.setProxy(null);
        JenkinsLocationConfiguration.get().setUrl(rule.getURL().toString());
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        SystemCredentialsProvider.getInstance().save();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (rule != null) {
            rule.after();
            rule = null;
        }
    }
}
