package io.jenkins.plugins.spotagents.cloud;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Descriptor;
import hudson.model.Label;
import hudson.slaves.Cloud;
import hudson.slaves.NodeProvisioner.PlannedNode;
import hudson.util.FormValidation;
import io.jenkins.plugins.spotagents.queue.PlannedAgents;
import io.jenkins.plugins.spotagents.ui.CloudFleet;
import io.spotagents.cost.Budget;
import io.spotagents.fleet.Template;
import io.spotagents.model.TemplateKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * A cloud of spot agents: the sources that instances may come from, and the templates that say
 * which labels get which instances. Settings only; Jenkins replaces the object whenever it is
 * saved.
 *
 * <p>Settings that make no sense never throw: what they belong to is not used, and {@link
 * #problems} says why.
 */
public final class SpotCloud extends Cloud {

    /** What a cloud is called that was configured without a name, as Jenkins insists on one. */
    static final String NAMELESS = "cloud-without-name";

    private List<SpotSource> sources = new ArrayList<>();
    private List<SpotTemplate> templates = new ArrayList<>();
    private String monthlyBudget = "";
    private Budget.AtLimit atBudgetLimit = SpotTemplate.DEFAULT_AT_BUDGET_LIMIT;
    private String egressPrices = "";

    @DataBoundConstructor
    public SpotCloud(String name) {
        super(Rules.isBlank(name) ? NAMELESS : name.trim());
    }

    /** Where instances may come from. */
    public List<SpotSource> getSources() {
        return Collections.unmodifiableList(sources);
    }

    @DataBoundSetter
    public void setSources(@CheckForNull List<SpotSource> sources) {
        this.sources = withoutNulls(sources);
    }

    /** What instances there may be; the first one that has a label serves it. */
    public List<SpotTemplate> getTemplates() {
        return Collections.unmodifiableList(templates);
    }

    @DataBoundSetter
    public void setTemplates(@CheckForNull List<SpotTemplate> templates) {
        this.templates = withoutNulls(templates);
    }

    /** Most US dollars that all templates may spend in a calendar month; empty is no limit. */
    public String getMonthlyBudget() {
        return monthlyBudget;
    }

    @DataBoundSetter
    public void setMonthlyBudget(@CheckForNull String monthlyBudget) {
        this.monthlyBudget = Rules.trimmed(monthlyBudget);
    }

    /** What happens to what runs once the budget is spent. */
    public Budget.AtLimit getAtBudgetLimit() {
        return atBudgetLimit;
    }

    @DataBoundSetter
    public void setAtBudgetLimit(@CheckForNull Budget.AtLimit atBudgetLimit) {
        this.atBudgetLimit =
                Objects.requireNonNullElse(atBudgetLimit, SpotTemplate.DEFAULT_AT_BUDGET_LIMIT);
    }

    /** Lines such as {@code eu-central-1=0.02}: US dollars for a GiB that leaves a region. */
    public String getEgressPrices() {
        return egressPrices;
    }

    @DataBoundSetter
    public void setEgressPrices(@CheckForNull String egressPrices) {
        this.egressPrices = Rules.trimmed(egressPrices);
    }

    /**
     * A template as the core knows it.
     *
     * @param template one of {@link #validTemplates}
     */
    public Template toTemplate(SpotTemplate template) {
        SortedSet<String> names = new TreeSet<>();
        validSources().forEach(source -> names.add(qualified(source)));
        return CoreTemplate.of(template, name, names, WorkData.usdPerGib(egressPrices));
    }

    /** The budget of all templates together; empty if there is none. */
    public Optional<Budget> budget() {
        return Money.monthly(monthlyBudget, atBudgetLimit);
    }

    /** What is wrong with these settings, with field and remedy; empty if all of them are used. */
    public List<String> problems() {
        return CloudCheck.of(this).problems();
    }

    /** The sources that can be used. */
    public List<SpotSource> validSources() {
        return CloudCheck.of(this).sources();
    }

    /** The templates that can be used. */
    public List<SpotTemplate> validTemplates() {
        return CloudCheck.of(this).templates();
    }

    /** The template of that name, if it can be used. */
    public Optional<SpotTemplate> template(String templateName) {
        return validTemplates().stream()
                .filter(template -> template.getName().equals(templateName))
                .findFirst();
    }

    /** What the core calls a source of this cloud; unique on a controller. */
    public String qualified(SpotSource source) {
        return qualified(name, source.getName());
    }

    static String qualified(String cloudName, String sourceName) {
        return cloudName + "/" + sourceName;
    }

    /** The first template that can be used for work with this label; null is work without one. */
    public Optional<SpotTemplate> templateFor(@CheckForNull Label label) {
        boolean isAnyAsked = templates.stream().anyMatch(template -> template.serves(label));
        return isAnyAsked
                ? validTemplates().stream().filter(template -> template.serves(label)).findFirst()
                : Optional.empty();
    }

    @Override
    public boolean canProvision(CloudState state) {
        return templateFor(state.getLabel()).isPresent();
    }

    /** Records the wish and returns at once: Jenkins holds locks while it asks. */
    @Override
    public Collection<PlannedNode> provision(CloudState state, int excessExecutors) {
        Label label = state.getLabel();
        return templateFor(label)
                .map(
                        template ->
                                PlannedAgents.get()
                                        .plan(
                                                new TemplateKey(name, template.getName()),
                                                template,
                                                label,
                                                excessExecutors))
                .orElse(List.of());
    }

    /** For the cloud's page. */
    public CloudFleet getFleet() {
        return CloudFleet.of(name);
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        sources = withoutNulls(sources);
        templates = withoutNulls(templates);
        setMonthlyBudget(monthlyBudget);
        setAtBudgetLimit(atBudgetLimit);
        setEgressPrices(egressPrices);
        return this;
    }

    private static <T> List<T> withoutNulls(@CheckForNull List<T> list) {
        return list == null
                ? new ArrayList<>()
                : list.stream()
                        .filter(Objects::nonNull)
                        .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Descriptor of the cloud. */
    @Extension
    @Symbol("spotAgents")
    public static final class DescriptorImpl extends Descriptor<Cloud> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SpotCloud_DisplayName();
        }

        /** What a new cloud starts with: one template, for the form to show its settings. */
        public List<SpotTemplate> getDefaultTemplates() {
            return List.of(new SpotTemplate("spot", "spot"));
        }

        /** What the form calls what happens once the budget is spent. */
        public String textOf(Budget.AtLimit atLimit) {
            return Money.textOf(atLimit);
        }

        @POST
        public FormValidation doCheckMonthlyBudget(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Rules.shown(Rules.cloudBudget(value));
        }

        @POST
        public FormValidation doCheckEgressPrices(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Rules.shown(Rules.egressPrices(value));
        }

        /**
         * @param savedName the name the cloud was saved by, which is its own to keep
         */
        @POST
        public FormValidation doCheckName(
                @QueryParameter String value, @QueryParameter String savedName) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            boolean isTaken =
                    !Objects.equals(value, savedName) && Jenkins.get().getCloud(value) != null;
            return Rules.shown(
                    isTaken
                            ? Optional.of(Messages.SpotCloud_NameTaken(value))
                            : Rules.cloudName(value));
        }
    }
}
