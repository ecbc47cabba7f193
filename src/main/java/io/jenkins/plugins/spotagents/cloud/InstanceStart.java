package io.jenkins.plugins.spotagents.cloud;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.spotagents.boot.BootCloud;
import io.spotagents.boot.BootScript;
import io.spotagents.boot.BootSettings;
import io.spotagents.model.OperatingSystem;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import jenkins.model.JenkinsLocationConfiguration;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** How instances of a source become agents when they boot. */
public final class InstanceStart implements Describable<InstanceStart> {

    public static final String DEFAULT_USER = BootSettings.Steps.USUAL.user();
    public static final String DEFAULT_JAVA = BootSettings.Steps.USUAL.java();

    /** As long as any, for finding out whether a start script leaves room for it. */
    private static final String ANY_SECRET = "0".repeat(43);

    private static final URI ANY_URL = URI.create("https://jenkins.example.com/");

    private String startScript = "";
    private String user = DEFAULT_USER;
    private String java = DEFAULT_JAVA;
    private String jvmOptions = "";
    private String controllerUrl = "";

    @DataBoundConstructor
    public InstanceStart() {
        // all by setters, as each can be left out
    }

    /** Run before the instance enrolls. */
    public String getStartScript() {
        return startScript;
    }

    @DataBoundSetter
    public void setStartScript(@CheckForNull String startScript) {
        this.startScript = Rules.trimmed(startScript).replace("\r\n", "\n");
    }

    /** Whom the agent runs as on Linux; empty is root. */
    public String getUser() {
        return user;
    }

    @DataBoundSetter
    public void setUser(@CheckForNull String user) {
        this.user = user == null ? DEFAULT_USER : user.trim();
    }

    /** The command that starts Java. */
    public String getJava() {
        return java;
    }

    @DataBoundSetter
    public void setJava(@CheckForNull String java) {
        this.java = Rules.isBlank(java) ? DEFAULT_JAVA : java.trim();
    }

    /** Options of the agent's Java. */
    public String getJvmOptions() {
        return jvmOptions;
    }

    @DataBoundSetter
    public void setJvmOptions(@CheckForNull String jvmOptions) {
        this.jvmOptions = Rules.trimmed(jvmOptions);
    }

    /** Where instances reach this controller; empty is Jenkins' own URL. */
    public String getControllerUrl() {
        return controllerUrl;
    }

    @DataBoundSetter
    public void setControllerUrl(@CheckForNull String controllerUrl) {
        this.controllerUrl = Rules.trimmed(controllerUrl);
    }

    /** As the core knows it. Only if there are no {@link #problems}. */
    BootSettings.Steps toSteps() {
        return new BootSettings.Steps(startScript, user, java, jvmOptions);
    }

    /**
     * Where instances reach this controller, asked at every launch, as that of Jenkins may be set
     * later than the source; empty if nobody says where.
     */
    public Optional<URI> url() {
        return controllerUrl.isEmpty()
                ? Optional.ofNullable(JenkinsLocationConfiguration.get().getUrl()).map(URI::create)
                : Optional.of(URI.create(controllerUrl));
    }

    /** What is wrong with it in a cloud, with field and remedy. */
    public List<String> problems(BootCloud cloud) {
        return Rules.url(Messages.InstanceStart_ControllerUrl(), controllerUrl)
                .or(() -> Rules.said(Messages.InstanceStart_Start(), () -> longest(cloud)))
                .stream()
                .toList();
    }

    /** What instances may be given has to be short enough on each system. */
    private String longest(BootCloud cloud) {
        BootSettings settings =
                new BootSettings(
                        cloud,
                        controllerUrl.isEmpty() ? ANY_URL : URI.create(controllerUrl),
                        new UUID(0, 0),
                        BootSettings.Launch.within(Duration.ofMinutes(10))
                                .of(new UUID(0, 0))
                                .with(ANY_SECRET),
                        toSteps());
        String linux = BootScript.of(OperatingSystem.LINUX, settings);
        String windows = BootScript.of(OperatingSystem.WINDOWS, settings);
        return linux.length() > windows.length() ? linux : windows;
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        setStartScript(startScript);
        setUser(user);
        setJava(java);
        setJvmOptions(jvmOptions);
        setControllerUrl(controllerUrl);
        return this;
    }

    /** Descriptor of a start. */
    @Extension
    @Symbol("instanceStart")
    public static final class DescriptorImpl extends Descriptor<InstanceStart> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.InstanceStart_DisplayName();
        }

        /** A start with nothing but defaults. */
        public InstanceStart getBlank() {
            return new InstanceStart();
        }

        @POST
        public FormValidation doCheckStartScript(@QueryParameter String value) {
            InstanceStart typed = getBlank();
            typed.setStartScript(value);
            return shown(typed);
        }

        @POST
        public FormValidation doCheckUser(@QueryParameter String value) {
            InstanceStart typed = getBlank();
            typed.setUser(value);
            return shown(typed);
        }

        @POST
        public FormValidation doCheckJava(@QueryParameter String value) {
            InstanceStart typed = getBlank();
            typed.setJava(value);
            return shown(typed);
        }

        @POST
        public FormValidation doCheckJvmOptions(@QueryParameter String value) {
            InstanceStart typed = getBlank();
            typed.setJvmOptions(value);
            return shown(typed);
        }

        @POST
        public FormValidation doCheckControllerUrl(@QueryParameter String value) {
            InstanceStart typed = getBlank();
            typed.setControllerUrl(value);
            return shown(typed);
        }

        /** The form is the same in all clouds, which differ in how much they take. */
        private static FormValidation shown(InstanceStart typed) {
            Rules.checkPermission();
            Map<BootCloud, String> problems = new EnumMap<>(BootCloud.class);
            for (BootCloud cloud : BootCloud.values()) {
                typed.problems(cloud).stream()
                        .findFirst()
                        .ifPresent(text -> problems.put(cloud, text));
            }
            if (problems.size() == BootCloud.values().length) {
                return FormValidation.error(problems.values().iterator().next());
            }
            return problems.entrySet().stream()
                    .findFirst()
                    .map(one -> warning(one.getKey(), one.getValue()))
                    .orElseGet(FormValidation::ok);
        }

        private static FormValidation warning(BootCloud cloud, String problem) {
            return FormValidation.warning(
                    Messages.InstanceStart_TooLongFor(cloud.provider(), problem));
        }
    }
}
