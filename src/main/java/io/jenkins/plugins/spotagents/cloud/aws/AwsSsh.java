package io.jenkins.plugins.spotagents.cloud.aws;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spotagents.agent.CallOverSsh;
import io.jenkins.plugins.spotagents.agent.SshPlugin;
import io.jenkins.plugins.spotagents.cloud.InstanceStart;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.spotagents.boot.BootSettings;
import io.spotagents.provider.aws.AwsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** That the controller connects to the Linux instances of a source over SSH, and how. */
public final class AwsSsh implements Describable<AwsSsh> {

    public static final int DEFAULT_PORT = 22;
    public static final AwsSettings.Address DEFAULT_ADDRESS = AwsSettings.Address.PRIVATE;

    private static final int MAX_PORT = 65_535;

    /** As in a file of public keys: kind, key in base64, maybe a comment. */
    private static final Pattern KEY =
            Pattern.compile("(?:ssh|ecdsa)-[\\w-]+ [A-Za-z0-9+/]+=*(?: .*)?");

    private String credentialsId = "";
    private String hostKey = "";
    private boolean trustFirstKey;
    private int port = DEFAULT_PORT;
    private AwsSettings.Address address = DEFAULT_ADDRESS;

    @DataBoundConstructor
    public AwsSsh() {
        // all by setters, as each can be left out
    }

    /** Id of Jenkins' credentials: a user name with a key or a password. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Rules.trimmed(credentialsId);
    }

    /** The public key that each instance has to show. */
    public String getHostKey() {
        return hostKey;
    }

    @DataBoundSetter
    public void setHostKey(@CheckForNull String hostKey) {
        this.hostKey = Rules.trimmed(hostKey);
    }

    /** Whether, without a host key, the one that an instance shows first is believed. */
    public boolean isTrustFirstKey() {
        return trustFirstKey;
    }

    @DataBoundSetter
    public void setTrustFirstKey(boolean trustFirstKey) {
        this.trustFirstKey = trustFirstKey;
    }

    /** Where instances listen. */
    public int getPort() {
        return port;
    }

    @DataBoundSetter
    public void setPort(int port) {
        this.port = port;
    }

    /** Which of its addresses an instance is reached at. */
    public AwsSettings.Address getAddress() {
        return address;
    }

    @DataBoundSetter
    public void setAddress(@CheckForNull AwsSettings.Address address) {
        this.address = Objects.requireNonNullElse(address, DEFAULT_ADDRESS);
    }

    /** What connects to instances whose agents are started like this. */
    CallOverSsh toLauncher(InstanceStart start) {
        return new CallOverSsh(
                credentialsId, hostKey, port, start.getJava(), start.getJvmOptions());
    }

    /**
     * What an instance does before: the user that is logged in as gets what the agent needs.
     *
     * @throws IllegalStateException if there are no such credentials any more
     */
    BootSettings.Steps prepared(BootSettings.Steps steps) {
        return steps.calledAs(
                credentials(credentialsId)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                Messages.AwsSsh_CredentialsUnknown(credentialsId)))
                        .getUsername());
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!SshPlugin.isThere()) {
            problems.add(Messages.AwsSsh_NoPlugin());
        }
        if (credentialsId.isEmpty()) {
            problems.add(Messages.AwsSsh_CredentialsEmpty());
        }
        keyProblem(hostKey, trustFirstKey).ifPresent(problems::add);
        portProblem(port).ifPresent(problems::add);
        return problems;
    }

    private static Optional<String> keyProblem(String key, boolean trustsFirst) {
        if (key.isEmpty()) {
            return trustsFirst ? Optional.empty() : Optional.of(Messages.AwsSsh_HostKeyEmpty());
        }
        return KEY.matcher(key).matches()
                ? Optional.empty()
                : Optional.of(Messages.AwsSsh_HostKeyBad());
    }

    private static Optional<String> portProblem(int port) {
        return Rules.within(1, MAX_PORT, port, Messages::AwsSsh_PortBad);
    }

    private static Optional<StandardUsernameCredentials> credentials(String id) {
        return Optional.ofNullable(
                CredentialsMatchers.firstOrNull(
                        CredentialsProvider.lookupCredentialsInItemGroup(
                                StandardUsernameCredentials.class,
                                Jenkins.get(),
                                ACL.SYSTEM2,
                                List.of()),
                        CredentialsMatchers.withId(id)));
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        setCredentialsId(credentialsId);
        setHostKey(hostKey);
        setAddress(address);
        return this;
    }

    /** Descriptor of connections over SSH. */
    @Extension
    @Symbol("awsSsh")
    public static final class DescriptorImpl extends Descriptor<AwsSsh> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.AwsSsh_DisplayName();
        }

        /** A connection with nothing but defaults. */
        public AwsSsh getBlank() {
            return new AwsSsh();
        }

        /** What the form calls an address. */
        public String textOf(AwsSettings.Address address) {
            return switch (address) {
                case PRIVATE -> Messages.AwsSsh_Private();
                case PUBLIC -> Messages.AwsSsh_Public();
            };
        }

        /**
         * @param credentialsId what is chosen, which stays in the list whatever becomes of it;
         *     named as the field, since the form sends it by that name
         */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            StandardListBoxModel items = new StandardListBoxModel();
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return items.includeCurrentValue(credentialsId);
            }
            return items.includeEmptyValue()
                    .includeAs(ACL.SYSTEM2, Jenkins.get(), StandardUsernameCredentials.class)
                    .includeCurrentValue(credentialsId);
        }

        @POST
        public FormValidation doCheckCredentialsId(@QueryParameter String value) {
            Rules.checkPermission();
            if (!SshPlugin.isThere()) {
                return FormValidation.error(Messages.AwsSsh_NoPlugin());
            }
            String id = Rules.trimmed(value);
            if (id.isEmpty()) {
                return FormValidation.error(Messages.AwsSsh_CredentialsEmpty());
            }
            return credentials(id).isPresent()
                    ? FormValidation.ok()
                    : FormValidation.warning(Messages.AwsSsh_CredentialsUnknown(id));
        }

        @POST
        public FormValidation doCheckHostKey(
                @QueryParameter String value, @QueryParameter boolean trustFirstKey) {
            Rules.checkPermission();
            return Rules.shown(keyProblem(Rules.trimmed(value), trustFirstKey));
        }

        @POST
        public FormValidation doCheckPort(@QueryParameter String value) {
            Rules.checkPermission();
            return Rules.shownNumber(value, AwsSsh::portProblem);
        }
    }
}
