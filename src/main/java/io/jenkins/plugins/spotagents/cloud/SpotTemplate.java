package io.jenkins.plugins.spotagents.cloud;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.labels.LabelAtom;
import io.spotagents.cost.Budget;
import io.spotagents.fleet.Template.Reuse;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Size;
import io.spotagents.selection.PurchaseChoice;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Settings of a template: which labels it serves, with what instances, from which sources. */
public final class SpotTemplate implements Describable<SpotTemplate> {

    /** Only work that asks for one of the labels: instances cost money. */
    public static final Node.Mode DEFAULT_MODE = Node.Mode.EXCLUSIVE;

    public static final int DEFAULT_EXECUTORS = 1;
    public static final int DEFAULT_CPUS = 1;
    public static final int DEFAULT_MEMORY_MIB = 1024;
    public static final OperatingSystem DEFAULT_OPERATING_SYSTEM = OperatingSystem.LINUX;
    public static final PurchaseChoice DEFAULT_PURCHASES = PurchaseChoice.SPOT_THEN_ON_DEMAND;

    /** Five minutes: the next build of a busy label finds the agent warm. */
    public static final int DEFAULT_IDLE_SECONDS = 300;

    public static final Reuse DEFAULT_REUSE = Reuse.REUSABLE;

    /** What a slip may cost at most before somebody looks. */
    public static final int DEFAULT_MAX_INSTANCES = 10;

    public static final boolean DEFAULT_RESUBMIT = true;

    /** What is nearly done when the money is spent would otherwise have been paid for in vain. */
    public static final Budget.AtLimit DEFAULT_AT_BUDGET_LIMIT = Budget.AtLimit.FINISH;

    /** Twice may be bad luck; a third time would cost more than on-demand. */
    public static final int DEFAULT_RECLAIMS_BEFORE_ON_DEMAND = 2;

    /** Below the directory that the agent is started in. */
    public static final String DEFAULT_REMOTE_FS = "agent";

    /** Not "name": copying a cloud replaces its name wherever its XML has a name of that text. */
    private String templateName;

    private String labels;
    private Node.Mode mode = DEFAULT_MODE;
    private int executors = DEFAULT_EXECUTORS;
    private int cpus = DEFAULT_CPUS;
    private int memoryMib = DEFAULT_MEMORY_MIB;
    private OperatingSystem operatingSystem = DEFAULT_OPERATING_SYSTEM;
    private PurchaseChoice purchases = DEFAULT_PURCHASES;
    private String sources = "";
    private int idleSeconds = DEFAULT_IDLE_SECONDS;
    private Reuse reuse = DEFAULT_REUSE;
    private int maxInstances = DEFAULT_MAX_INSTANCES;
    private boolean resubmit = DEFAULT_RESUBMIT;
    private String remoteFs = DEFAULT_REMOTE_FS;
    private String maxHourlyPrice = "";
    private String maxHourlyRate = "";
    private String monthlyBudget = "";
    private Budget.AtLimit atBudgetLimit = DEFAULT_AT_BUDGET_LIMIT;
    private int reclaimsBeforeOnDemand = DEFAULT_RECLAIMS_BEFORE_ON_DEMAND;
    private WorkData data = new WorkData();
    private KeepReady ready = new KeepReady();

    @DataBoundConstructor
    public SpotTemplate(String name, String labels) {
        this.templateName = Rules.trimmed(name);
        this.labels = Rules.trimmed(labels);
    }

    /** Unique within the cloud. */
    public String getName() {
        return templateName;
    }

    /** Labels of the agents, separated by spaces. */
    public String getLabels() {
        return labels;
    }

    public Node.Mode getMode() {
        return mode;
    }

    @DataBoundSetter
    public void setMode(@CheckForNull Node.Mode mode) {
        this.mode = Objects.requireNonNullElse(mode, DEFAULT_MODE);
    }

    /** Builds that one instance runs at once. */
    public int getExecutors() {
        return executors;
    }

    @DataBoundSetter
    public void setExecutors(int executors) {
        this.executors = executors;
    }

    /** Virtual processors that an instance needs at least. */
    public int getCpus() {
        return cpus;
    }

    @DataBoundSetter
    public void setCpus(int cpus) {
        this.cpus = cpus;
    }

    /** Memory that an instance needs at least. */
    public int getMemoryMib() {
        return memoryMib;
    }

    @DataBoundSetter
    public void setMemoryMib(int memoryMib) {
        this.memoryMib = memoryMib;
    }

    public OperatingSystem getOperatingSystem() {
        return operatingSystem;
    }

    @DataBoundSetter
    public void setOperatingSystem(@CheckForNull OperatingSystem operatingSystem) {
        this.operatingSystem =
                Objects.requireNonNullElse(operatingSystem, DEFAULT_OPERATING_SYSTEM);
    }

    public PurchaseChoice getPurchases() {
        return purchases;
    }

    @DataBoundSetter
    public void setPurchases(@CheckForNull PurchaseChoice purchases) {
        this.purchases = Objects.requireNonNullElse(purchases, DEFAULT_PURCHASES);
    }

    /** Names of the cloud's sources that may be used, separated by commas; empty is all of them. */
    public String getSources() {
        return sources;
    }

    @DataBoundSetter
    public void setSources(@CheckForNull String sources) {
        this.sources = Rules.trimmed(sources);
    }

    /** How long an agent may have nothing to do before its instance is ended. */
    public int getIdleSeconds() {
        return idleSeconds;
    }

    @DataBoundSetter
    public void setIdleSeconds(int idleSeconds) {
        this.idleSeconds = idleSeconds;
    }

    public Reuse getReuse() {
        return reuse;
    }

    @DataBoundSetter
    public void setReuse(@CheckForNull Reuse reuse) {
        this.reuse = Objects.requireNonNullElse(reuse, DEFAULT_REUSE);
    }

    /** Whether an agent does one build only. */
    public boolean isOneShot() {
        return reuse == Reuse.ONE_SHOT;
    }

    /** Most instances of this template at any time, planned ones counted. */
    public int getMaxInstances() {
        return maxInstances;
    }

    @DataBoundSetter
    public void setMaxInstances(int maxInstances) {
        this.maxInstances = maxInstances;
    }

    /** Whether builds of freestyle jobs that a reclaim cut short are put back into the queue. */
    public boolean isResubmit() {
        return resubmit;
    }

    @DataBoundSetter
    public void setResubmit(boolean resubmit) {
        this.resubmit = resubmit;
    }

    /** Root directory of the agents. */
    public String getRemoteFs() {
        return remoteFs;
    }

    @DataBoundSetter
    public void setRemoteFs(@CheckForNull String remoteFs) {
        this.remoteFs = Rules.isBlank(remoteFs) ? DEFAULT_REMOTE_FS : remoteFs.trim();
    }

    /** Most US dollars that one instance may cost an hour; empty is no limit. */
    public String getMaxHourlyPrice() {
        return maxHourlyPrice;
    }

    @DataBoundSetter
    public void setMaxHourlyPrice(@CheckForNull String maxHourlyPrice) {
        this.maxHourlyPrice = Rules.trimmed(maxHourlyPrice);
    }

    /** Most US dollars that all instances together may cost an hour; empty is no limit. */
    public String getMaxHourlyRate() {
        return maxHourlyRate;
    }

    @DataBoundSetter
    public void setMaxHourlyRate(@CheckForNull String maxHourlyRate) {
        this.maxHourlyRate = Rules.trimmed(maxHourlyRate);
    }

    /** Most US dollars that may be spent in a calendar month; empty is no limit. */
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
        this.atBudgetLimit = Objects.requireNonNullElse(atBudgetLimit, DEFAULT_AT_BUDGET_LIMIT);
    }

    /** Reclaims after which work goes to capacity that is not reclaimed; 0 is never. */
    public int getReclaimsBeforeOnDemand() {
        return reclaimsBeforeOnDemand;
    }

    @DataBoundSetter
    public void setReclaimsBeforeOnDemand(int reclaimsBeforeOnDemand) {
        this.reclaimsBeforeOnDemand = reclaimsBeforeOnDemand;
    }

    /** Whether work that was reclaimed so often has to go to what is not reclaimed. */
    public boolean isTooOften(int reclaims) {
        return reclaimsBeforeOnDemand > 0 && reclaims >= reclaimsBeforeOnDemand;
    }

    /** Whether it may have instances that are not reclaimed. */
    public boolean allowsOnDemand() {
        return purchases != PurchaseChoice.SPOT;
    }

    /** Whether its agents could do work with this label; null is work without one. */
    public boolean serves(@CheckForNull Label label) {
        return label == null ? mode == Node.Mode.NORMAL : label.matches(labelAtoms());
    }

    /** The labels, one by one. */
    public Set<LabelAtom> labelAtoms() {
        return Label.parse(labels);
    }

    /** Where the data of its work may be, and what of it is sent. */
    public WorkData getData() {
        return data;
    }

    @DataBoundSetter
    public void setData(@CheckForNull WorkData data) {
        this.data = Objects.requireNonNullElseGet(data, WorkData::new);
    }

    /** How many of its agents are kept ready for work that has not come yet. */
    public KeepReady getReady() {
        return ready;
    }

    @DataBoundSetter
    public void setReady(@CheckForNull KeepReady ready) {
        this.ready = Objects.requireNonNullElseGet(ready, KeepReady::new);
    }

    /** The names in {@link #getSources}, one by one; empty is all of the cloud's. */
    public SortedSet<String> sourceNames() {
        SortedSet<String> names = new TreeSet<>();
        Stream.of(sources.split(","))
                .map(String::trim)
                .filter(s -> !s.isEmpty())
                .forEach(names::add);
        return names;
    }

    /** What is wrong with these settings by themselves, with field and remedy. */
    List<String> problems() {
        Stream<String> own =
                Stream.of(
                                Rules.templateName(templateName),
                                Rules.labels(labels),
                                Rules.executors(executors, reuse),
                                Rules.cpus(cpus),
                                Rules.memoryMib(memoryMib),
                                Rules.idleSeconds(idleSeconds),
                                Rules.maxInstances(maxInstances),
                                Rules.maxHourlyPrice(maxHourlyPrice),
                                Rules.maxHourlyRate(maxHourlyRate),
                                Rules.templateBudget(monthlyBudget),
                                Rules.reclaimsBeforeOnDemand(reclaimsBeforeOnDemand))
                        .flatMap(Optional::stream);
        return Stream.of(own, data.problems().stream(), ready.problems().stream())
                .flatMap(one -> one)
                .toList();
    }

    /** The size that instances need at least; empty if what is configured is none. */
    Optional<Size> size() {
        boolean isAnyBad = Rules.cpus(cpus).or(() -> Rules.memoryMib(memoryMib)).isPresent();
        return isAnyBad ? Optional.empty() : Optional.of(new Size(cpus, memoryMib));
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        templateName = Rules.trimmed(templateName);
        labels = Rules.trimmed(labels);
        setMode(mode);
        setOperatingSystem(operatingSystem);
        setPurchases(purchases);
        setSources(sources);
        setReuse(reuse);
        setRemoteFs(remoteFs);
        setMaxHourlyPrice(maxHourlyPrice);
        setMaxHourlyRate(maxHourlyRate);
        setMonthlyBudget(monthlyBudget);
        setAtBudgetLimit(atBudgetLimit);
        setData(data);
        setReady(ready);
        return this;
    }

    /** Descriptor of the template. */
    @Extension
    @Symbol("spotTemplate")
    public static final class DescriptorImpl extends TemplateForm {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SpotTemplate_DisplayName();
        }
    }
}
