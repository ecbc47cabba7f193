package io.jenkins.plugins.spotagents.cloud;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.RelativePath;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.spotagents.cost.Budget;
import io.spotagents.fleet.Template.Reuse;
import io.spotagents.model.OperatingSystem;
import io.spotagents.selection.PurchaseChoice;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the form of a template asks of the controller: texts, defaults and checks of its fields. */
public abstract class TemplateForm extends Descriptor<SpotTemplate> {

    /** A template with nothing but defaults. */
    public SpotTemplate getBlank() {
        return new SpotTemplate("", "");
    }

    /** What the form calls a way of paying. */
    public String textOf(PurchaseChoice choice) {
        return switch (choice) {
            case SPOT -> Messages.PurchaseChoice_Spot();
            case SPOT_THEN_ON_DEMAND -> Messages.PurchaseChoice_SpotThenOnDemand();
            case ON_DEMAND -> Messages.PurchaseChoice_OnDemand();
        };
    }

    /** What the form calls a use of an agent. */
    public String textOf(Reuse reuse) {
        return switch (reuse) {
            case ONE_SHOT -> Messages.Reuse_OneShot();
            case REUSABLE -> Messages.Reuse_Reusable();
        };
    }

    /** What the form calls an operating system. */
    public String textOf(OperatingSystem os) {
        return switch (os) {
            case LINUX -> Messages.OperatingSystem_Linux();
            case WINDOWS -> Messages.OperatingSystem_Windows();
        };
    }

    /** What the form calls what happens once the budget is spent. */
    public String textOf(Budget.AtLimit atLimit) {
        return Money.textOf(atLimit);
    }

    @POST
    public FormValidation doCheckName(@QueryParameter String value) {
        checkPermission();
        return Rules.shown(Rules.templateName(value));
    }

    @POST
    public FormValidation doCheckLabels(@QueryParameter String value) {
        checkPermission();
        return Rules.shown(Rules.labels(value));
    }

    @POST
    public FormValidation doCheckExecutors(
            @QueryParameter String value, @QueryParameter String reuse) {
        checkPermission();
        Reuse chosen =
                Reuse.ONE_SHOT.name().equals(reuse) ? Reuse.ONE_SHOT : SpotTemplate.DEFAULT_REUSE;
        return Rules.shownNumber(value, number -> Rules.executors(number, chosen));
    }

    @POST
    public FormValidation doCheckCpus(@QueryParameter String value) {
        checkPermission();
        return Rules.shownNumber(value, Rules::cpus);
    }

    @POST
    public FormValidation doCheckMemoryMib(
            @QueryParameter String value,
            @QueryParameter String cpus,
            @QueryParameter String sources,
            @RelativePath("..") @QueryParameter String savedName) {
        checkPermission();
        SpotTemplate asked = getBlank();
        asked.setCpus(Rules.number(cpus).orElse(0));
        asked.setSources(sources);
        return Rules.shownNumber(
                value,
                number -> {
                    asked.setMemoryMib(number);
                    return Rules.memoryMib(number)
                            .or(() -> CloudCheck.sizeProblem(asked, savedSources(savedName)));
                });
    }

    @POST
    public FormValidation doCheckSources(
            @QueryParameter String value, @RelativePath("..") @QueryParameter String savedName) {
        checkPermission();
        SpotTemplate asked = getBlank();
        asked.setSources(value);
        List<SpotSource> known = savedSources(savedName);
        // A source may have been added to the form and not been saved yet.
        return known.isEmpty()
                ? FormValidation.ok()
                : CloudCheck.unknownSources(asked, known).stream()
                        .findFirst()
                        .map(text -> FormValidation.warning(text))
                        .orElse(FormValidation.ok());
    }

    @POST
    public FormValidation doCheckIdleSeconds(@QueryParameter String value) {
        checkPermission();
        return Rules.shownNumber(value, Rules::idleSeconds);
    }

    @POST
    public FormValidation doCheckMaxInstances(@QueryParameter String value) {
        checkPermission();
        return Rules.shownNumber(value, Rules::maxInstances);
    }

    @POST
    public FormValidation doCheckMaxHourlyPrice(@QueryParameter String value) {
        checkPermission();
        return Rules.shown(Rules.maxHourlyPrice(value));
    }

    @POST
    public FormValidation doCheckMaxHourlyRate(@QueryParameter String value) {
        checkPermission();
        return Rules.shown(Rules.maxHourlyRate(value));
    }

    @POST
    public FormValidation doCheckMonthlyBudget(@QueryParameter String value) {
        checkPermission();
        return Rules.shown(Rules.templateBudget(value));
    }

    @POST
    public FormValidation doCheckReclaimsBeforeOnDemand(@QueryParameter String value) {
        checkPermission();
        return Rules.shownNumber(value, Rules::reclaimsBeforeOnDemand);
    }

    private static void checkPermission() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
    }

    private static List<SpotSource> savedSources(@CheckForNull String cloud) {
        return Jenkins.get().getCloud(cloud) instanceof SpotCloud saved
                ? saved.getSources()
                : List.of();
    }
}
