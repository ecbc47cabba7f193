package io.jenkins.plugins.spotagents.cloud;

import hudson.model.Node;
import io.spotagents.cost.Budget;
import io.spotagents.fleet.Template.Reuse;
import io.spotagents.model.OperatingSystem;
import io.spotagents.selection.PurchaseChoice;
import java.util.List;
import jenkins.model.Jenkins;

/** Clouds whose settings mean nothing, except where a test says so. */
final class Clouds {

    private Clouds() {}

    static SpotCloud cloud(String name, SpotTemplate... templates) {
        SpotCloud cloud = new SpotCloud(name);
        cloud.setSources(List.of(new LocalSource("local")));
        cloud.setTemplates(List.of(templates));
        return cloud;
    }

    static SpotCloud added(SpotCloud cloud) {
        Jenkins.get().clouds.add(cloud);
        return cloud;
    }

    static SpotCloud saved(String name) {
        return (SpotCloud) Jenkins.get().getCloud(name);
    }

    static SpotTemplate template() {
        return new SpotTemplate("small", "linux");
    }

    /** Everything different from the defaults. */
    static SpotTemplate unusualTemplate() {
        SpotTemplate template = new SpotTemplate("unusual", "linux big");
        template.setMode(Node.Mode.NORMAL);
        template.setExecutors(3);
        template.setCpus(2);
        template.setMemoryMib(3000);
        template.setOperatingSystem(OperatingSystem.WINDOWS);
        template.setPurchases(PurchaseChoice.ON_DEMAND);
        template.setSources("unusual, local");
        template.setIdleSeconds(0);
        template.setMaxInstances(7);
        template.setResubmit(false);
        template.setRemoteFs("/var/agent");
        template.setMaxHourlyPrice("0.25");
        template.setMaxHourlyRate("20");
        template.setMonthlyBudget("500.5");
        template.setAtBudgetLimit(Budget.AtLimit.STOP);
        template.setReclaimsBeforeOnDemand(5);
        return template;
    }

    static SpotTemplate oneShotTemplate() {
        SpotTemplate template = new SpotTemplate("once", "once");
        template.setReuse(Reuse.ONE_SHOT);
        return template;
    }

    static LocalSource unusualSource() {
        LocalSource source = new LocalSource("unusual");
        source.setSeed(0);
        source.setSpeed(60);
        source.setBootSeconds(0);
        source.setCalm(true);
        return source;
    }

    /** A cloud with all settings that there are, none of them the default where there are two. */
    static SpotCloud unusualCloud(String name) {
        SpotCloud cloud = new SpotCloud(name);
        cloud.setSources(List.of(unusualSource(), new LocalSource("local")));
        cloud.setTemplates(List.of(unusualTemplate(), oneShotTemplate(), template()));
        cloud.setMonthlyBudget("1000");
        cloud.setAtBudgetLimit(Budget.AtLimit.STOP);
        return cloud;
    }

    /** Two clouds are the same if they are written the same. Jenkins adds actions of its own. */
    static String written(SpotCloud cloud) {
        return Jenkins.XSTREAM2.toXML(cloud).replace("<actions/>\n  ", "");
    }
}
